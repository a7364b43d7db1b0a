# What holds the subnet of a private network is deleted first, in its order.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "../..")
$python = if ($IsWindows) { "python" } else { "python3" }
& $python -m infra.hooks predown
exit $LASTEXITCODE
