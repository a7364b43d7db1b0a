# The store is awaited, a sample case is reviewed, and every part is proven.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "../..")
$python = if ($IsWindows) { "python" } else { "python3" }
& $python -m infra.hooks migrate sample verify
exit $LASTEXITCODE
