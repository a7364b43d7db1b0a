# The agents' image is built, and the agents are registered in the project.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "../..")
$python = if ($IsWindows) { "python" } else { "python3" }
& $python -m infra.hooks register
exit $LASTEXITCODE
