# All that a deployment needs is looked at, and every problem is told at once.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "../..")
$python = if ($IsWindows) { "python" } else { "python3" }
& $python -m infra.hooks preflight
exit $LASTEXITCODE
