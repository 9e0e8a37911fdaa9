@rem On Windows npm runs scripts in cmd.exe, which has no exec.
@echo This does not run on Windows itself: use WSL.
@exit /b 1
