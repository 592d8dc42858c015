"""Worker processes end with the process that made them, also where it is killed."""

import subprocess
import sys
from pathlib import Path

import psutil

KILLED = """
import sys, time
from pathlib import Path
from licet.worker_processes import worker_pool

def prepare(number):
    assert number == 7

def work(seconds):
    (Path(sys.argv[1]) / "begun").touch()
    time.sleep(seconds)

if __name__ == "__main__":
    with worker_pool(2, prepare, 7, scratch=Path(sys.argv[1])) as pool:
        pool.submit(work, 600)
        pool.submit(work, 600)
        while not (Path(sys.argv[1]) / "begun").exists():
            time.sleep(0.05)
        print("begun", flush=True)
        time.sleep(600)
"""


def test_they_end_and_remove_what_they_worked_in_when_their_parent_is_killed(tmp_path: Path) -> None:
    program, scratch = tmp_path / "program.py", tmp_path / "scratch"
    program.write_text(KILLED)
    scratch.mkdir()
    with subprocess.Popen([sys.executable, str(program), str(scratch)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    assert len(workers) >= 2
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
    assert not scratch.exists()
