"""The file of a memory: several readers and one writer, killed writers, full disks, files that are something else."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from bitext.errors import InputError, OutputError, UsageError
from bitext.memory import Memory
from bitext.memory.storage import APPLICATION, connect
from bitext.model import Pair

LONG = 3000


def rows(count: int) -> list[Pair]:
    draw = random.Random(count)
    han = "".join(map(chr, range(0x4E00, 0x4F00)))
    return [Pair(str(n), "".join(draw.choices(han, k=30)), f"Sentence {n} of many.", 0.5) for n in range(count)]


def made(path: Path, count: int = 5) -> Path:
    with Memory.open(path, write=True) as opened:
        opened.add(rows(count), source="rows")
    return path


def is_sound(path: Path) -> bool:
    """SQLite's own check, that of both indexes, and that both hold as many texts as there are pairs."""
    connection = connect(path, write=True)
    try:
        for lang in ("zh", "en"):
            connection.execute(f"INSERT INTO {lang}_index({lang}_index) VALUES('integrity-check')")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (count,) = connection.execute("SELECT count(*) FROM pairs").fetchone()
        held = connection.execute("SELECT count(DISTINCT pair) FROM origins").fetchone()
        (found,) = connection.execute("SELECT count(*) FROM en_index WHERE en_index MATCH 'sentenc'").fetchone()
        return bool(held == (count,) and found == count)
    finally:
        connection.close()


class TestFilesThatAreNone:
    @pytest.mark.parametrize("content", [b"not a database", b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 4096, b"zh\ten\n" * 4000])
    @pytest.mark.parametrize("write", [False, True])
    def test_they_are_named_and_left_as_they_are(self, tmp_path: Path, content: bytes, write: bool) -> None:
        path = tmp_path / "x.db"
        path.write_bytes(content)
        with pytest.raises(OutputError if write else InputError, match=r"x\.db: is (no memory|damaged)"):
            Memory.open(path, write=write)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("write", [False, True])
    def test_another_programs_database_is_named(self, tmp_path: Path, write: bool) -> None:
        with sqlite3.connect(tmp_path / "x.db") as other:
            other.execute("CREATE TABLE t(a)")
        other.close()
        before = (tmp_path / "x.db").read_bytes()
        with pytest.raises(OutputError if write else InputError, match="is a database, but no memory of bitext"):
            Memory.open(tmp_path / "x.db", write=write)
        assert (tmp_path / "x.db").read_bytes() == before

    @pytest.mark.parametrize(("version", "said"), [(99, "use a newer bitext"), (0, "export it with the bitext that made it")])
    def test_another_version_is_named(self, tmp_path: Path, version: int, said: str) -> None:
        path = made(tmp_path / "m.db")
        with sqlite3.connect(path) as connection:
            connection.execute(f"PRAGMA user_version={version}")
        connection.close()
        with pytest.raises(InputError, match=said):
            Memory.open(path)

    def test_a_memory_without_its_tables_is_damaged(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "m.db") as connection:
            connection.execute("CREATE TABLE pairs(a)")
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute("PRAGMA user_version=1")
        connection.close()
        with pytest.raises(InputError, match="is damaged: it has no table"):
            Memory.open(tmp_path / "m.db")

    @pytest.mark.parametrize("seed", range(12))
    def test_a_damaged_memory_is_named_or_still_read(self, tmp_path: Path, seed: int) -> None:
        draw = random.Random(seed)
        data = bytearray(made(tmp_path / "m.db", 300).read_bytes())
        for _ in range(400):
            data[draw.randrange(100, len(data))] = draw.randrange(256)
        (tmp_path / "m.db").write_bytes(data if seed % 2 else data[: len(data) // 2])
        try:
            with Memory.open(tmp_path / "m.db") as opened:
                opened.search("sentence")
                opened.search_similar("Sentence 7 of many.")
                list(opened.pairs())
        except InputError as error:
            assert "m.db" in error.source  # noqa: PT017

    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM origins", "DELETE FROM pairs WHERE id=3", "UPDATE origins SET record='{'", "UPDATE origins SET record='[1]'",
            """UPDATE origins SET record='{"findings": [{"bogus": 1}]}'""",
        ],
    )  # fmt: skip
    def test_tables_that_contradict_one_another_are_damage(self, tmp_path: Path, change: str) -> None:
        path = made(tmp_path / "m.db")
        connection = connect(path, write=True)
        connection.execute(change)
        connection.close()
        with Memory.open(path) as opened, pytest.raises(InputError, match=r"m\.db: is damaged"):
            self.read_all(opened)

    def read_all(self, opened: Memory) -> None:
        opened.search_similar("Sentence 2 of many.")
        opened.search("sentence")
        list(opened.pairs())

    @pytest.mark.parametrize("path", ["", "-"])
    def test_a_stream_is_no_memory(self, path: str) -> None:
        with pytest.raises(UsageError, match="no file for a memory"):
            Memory.open(path)

    def test_missing_files_and_folders_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file"):
            Memory.open(tmp_path / "m.db")
        assert not list(tmp_path.iterdir())
        with pytest.raises(OutputError, match="folder does not exist"):
            Memory.open(tmp_path / "none" / "m.db", write=True)
        with pytest.raises(InputError, match="is a folder"):
            Memory.open(tmp_path)
        with pytest.raises(InputError, match="no possible file name"):
            Memory.open("a\x00b")

    def test_an_empty_file_becomes_a_memory(self, tmp_path: Path) -> None:
        (tmp_path / "m.db").touch()
        with pytest.raises(InputError, match="no memory of bitext"):
            Memory.open(tmp_path / "m.db")
        assert is_sound(made(tmp_path / "m.db"))

    def test_names_with_signs_of_addresses_are_names(self, tmp_path: Path) -> None:
        path = made(tmp_path / "a?mode=memory#%41 记忆.db")
        assert [p.name for p in tmp_path.iterdir()] == [path.name]
        with Memory.open(path) as opened:
            assert len(opened) == 5


class TestReadersAndWriters:
    def test_at_rest_it_is_one_file(self, tmp_path: Path) -> None:
        path = made(tmp_path / "m.db")
        with Memory.open(path) as opened:
            assert opened.search("sentence").hits
        assert [p.name for p in tmp_path.iterdir()] == ["m.db"]

    def test_a_reader_reads_one_state_while_another_adds(self, tmp_path: Path) -> None:
        path = made(tmp_path / "m.db", 50)
        with Memory.open(path) as reader, Memory.open(path, write=True) as writer:
            reading = reader.pairs()
            first = next(reading)
            assert writer.add(rows(60), source="more").new == 60
            assert len([first, *reading]) == 50
            assert len(reader) == 110
            assert reader.search("sentence", limit=200).hits

    def test_a_second_writer_waits_and_then_says_so(self, tmp_path: Path) -> None:
        path = made(tmp_path / "m.db")
        holder = connect(path, write=True)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match=r"m\.db: another process is writing to it; wait"):
            Memory.open(path, write=True, timeout=0.1).add(rows(6), source="x")
        with Memory.open(path) as reader:
            assert len(reader) == 5
        holder.execute("ROLLBACK")
        holder.close()
        with Memory.open(path, write=True, timeout=0.1) as writer:
            assert writer.add(rows(6), source="x").new

    def test_a_reader_cannot_write(self, tmp_path: Path) -> None:
        connection = connect(made(tmp_path / "m.db"))
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM pairs")
        connection.close()

    @pytest.mark.skipif(os.name == "nt", reason="no such permissions")
    @pytest.mark.parametrize("busy", [False, True])
    def test_who_may_not_write_reads(self, busy: bool) -> None:
        """At rest, and while another one writes, whose log is read too."""
        with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
            folder = Path(name)
            path = made(folder / "m.db")
            with Memory.open(path, write=True) if busy else nullcontext() as writer:
                if writer is not None:
                    writer.add(rows(6), source="more")
                for one in folder.iterdir():
                    one.chmod(0o444)
                folder.chmod(0o555)
                code = READ_AS_ANOTHER.format(path=str(path))
                done = subprocess.run(
                    [sys.executable, "-c", code], capture_output=True, check=False, text=True, cwd=Path(__file__).parent.parent
                )
                assert (done.stdout, done.returncode) == ("11 11\nmay not be written\n" if busy else "5 5\nmay not be written\n", 0), (
                    done.stderr
                )
                folder.chmod(0o755)
                for one in folder.iterdir():
                    one.chmod(0o644)

    def test_where_the_log_cannot_be_made_the_file_is_read_as_it_is(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What SQLite says of a read-only disk, which a test run by the super-user cannot make."""
        from bitext.memory import storage

        path, real, asked = made(tmp_path / "m.db"), storage._checked, []

        def refuse(address: str, timeout: float) -> sqlite3.Connection:
            asked.append(address.rpartition("?")[2])
            if "immutable" not in address:
                error = sqlite3.OperationalError("unable to open database file")
                error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
                raise error
            return real(address, timeout)

        monkeypatch.setattr(storage, "_checked", refuse)
        with Memory.open(path) as opened:
            assert opened.search("sentence").hits
        assert asked == ["mode=rw", "mode=ro&immutable=1"]


READ_AS_ANOTHER = """
import os
from bitext.errors import OutputError
from bitext.memory import Memory, make_sample
from bitext.model import Pair
from bitext.memory.tokens import fingerprint
fingerprint(), make_sample("雨")  # what is read lazily may be closed to others
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Memory.open({path!r}) as opened:
    print(len(opened), len(opened.search("sentence", limit=99).hits))
try:
    with Memory.open({path!r}, write=True) as opened:
        opened.add([Pair("x", "雨", "rain", 1.0)])
except OutputError as error:
    print(error.reason)
"""
ADD = """
import sys
from bitext.memory import Memory
from tests.test_memory_files import rows, LONG
from bitext.memory import adding
adding._PAIRS = 50
with Memory.open(sys.argv[1], write=True) as opened:
    print("open", flush=True)
    opened.add(rows(LONG), source="rows")
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
class TestKilledWriters:
    @pytest.mark.parametrize("seed", range(6))
    def test_what_is_there_is_whole_and_adding_again_completes_it(self, tmp_path: Path, seed: int) -> None:
        path = tmp_path / "m.db"
        command = [sys.executable, "-c", ADD, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent) as started:
            assert started.stdout is not None
            started.stdout.readline()
            time.sleep(random.Random(seed).uniform(0, 0.6))
            started.send_signal(signal.SIGKILL)
        assert is_sound(path)
        with Memory.open(path, write=True) as opened:
            before = len(opened)
            added = opened.add(rows(LONG), source="rows")
            assert (added.known, added.new) == (before, LONG - before)
            assert before % 50 == 0
            assert [(p.id, p.zh, p.en) for p in opened.pairs()] == [(p.id, p.zh, p.en) for p in rows(LONG)]
        assert is_sound(path)

    def test_a_copy_made_while_a_writer_works_holds_whole_transactions(self, tmp_path: Path) -> None:
        """With its log beside it, as a snapshot of the disk has it."""
        path = made(tmp_path / "m.db", 20)
        with Memory.open(path, write=True) as opened:
            opened.add(rows(40), source="more")
            (tmp_path / "copy").mkdir()
            for part in tmp_path.glob("m.db*"):
                shutil.copy(part, tmp_path / "copy")
        assert is_sound(tmp_path / "copy" / "m.db")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on file size that gives an error")
def test_a_disk_that_is_full_is_named_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = made(tmp_path / "m.db", 5)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000));"
        "from bitext.memory import Memory; from tests.test_memory_files import rows;"
        "Memory.open(sys.argv[1], write=True).add(rows(2_000), source='many')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, check=False, text=True, cwd=Path(__file__).parent.parent
    )
    assert done.returncode == 1
    assert "OutputError" in done.stderr
    assert "m.db: the disk" in done.stderr
    assert is_sound(path)
    with Memory.open(path) as opened:
        assert len(opened) == 5
