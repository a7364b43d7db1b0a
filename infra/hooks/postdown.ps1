# What Azure only set aside is deleted for good, and what stays is named.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "../..")
$python = if ($IsWindows) { "python" } else { "python3" }
& $python -m infra.hooks postdown
exit $LASTEXITCODE
