"""What action.yml runs: annotate a glossary's faults, and post what changed in meaning on the pull request.

Everything comes from the environment that GitHub's runner sets (GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_API_URL,
GITHUB_STEP_SUMMARY) and from GLOSSARY_PATH and GITHUB_TOKEN. Nothing of the event is ever part of a shell command.
Exits 1 when the glossary has faults. A comment that may not be posted (a pull request from a fork has a token that only
reads) is no failure: the same text stands in the step's summary.
API: https://docs.github.com/en/rest/issues/comments
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

__all__ = ["main"]

MARK = "<!-- bitext glossary diff -->"
#: A comment list has pages of a hundred; a pull request with more than ten pages gets a new comment.
PAGES = 10
TIMEOUT_SECONDS = 30
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")


def main() -> int:
    """Check, compare, post; give the exit code."""
    path = os.environ.get("GLOSSARY_PATH") or "glossaries"
    faults = _run([sys.executable, "-m", "bitext", "glossary", "check", "--format", "github", "--", path])
    print(faults.stdout + faults.stderr, end="", flush=True)
    event = _event()
    base = event.get("pull_request", {}).get("base", {}).get("sha", "")
    if not isinstance(base, str) or not _SHA.fullmatch(base):
        print("no pull request: checked, nothing to compare")
        return int(faults.returncode != 0)
    body = f"{MARK}\n{_difference(_common(base), path)}"
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as out:
            out.write(body + "\n")
    print(_post(event, body))
    return int(faults.returncode != 0)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")


def _event() -> dict[str, Any]:
    path = os.environ.get("GITHUB_EVENT_PATH")
    made = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    return made if isinstance(made, dict) else {}


def _common(base: str) -> str:
    """The commit to compare with: the common ancestor where the clone is deep enough, else the base itself."""
    if _run(["git", "cat-file", "-e", base]).returncode:
        _run(["git", "fetch", "--quiet", "--no-tags", "--depth=1", "origin", base])
    found = _run(["git", "merge-base", base, "HEAD"])
    return found.stdout.strip() if found.returncode == 0 else base


def _difference(base: str, path: str) -> str:
    done = _run([sys.executable, "-m", "bitext", "glossary", "diff", "--format", "md", "--path", path, "--", base, path])
    if done.returncode == 0:
        return done.stdout
    print(done.stderr, end="")
    return "### Glossary: cannot be compared\n\nOne of the two versions cannot be read; the job's log says why.\n"


def _post(event: dict[str, Any], body: str) -> str:
    """Post the text, or put it in the place of the comment posted before; say what became of it."""
    repository, number = os.environ.get("GITHUB_REPOSITORY", ""), event["pull_request"].get("number")
    if not os.environ.get("GITHUB_TOKEN") or not _REPOSITORY.fullmatch(repository) or not isinstance(number, int):
        return "no token, repository or number: not posted"
    place = f"/repos/{repository}/issues/{number}/comments"
    try:
        before = _mine(place)
        if before is not None:
            _call("PATCH", f"/repos/{repository}/issues/comments/{before}", {"body": body})
            return "comment brought up to date"
        if "no change of meaning" in body.split("\n", 2)[1]:
            return "no change of meaning: no comment"
        _call("POST", place, {"body": body})
    except (HTTPError, URLError, TimeoutError, ValueError) as error:
        return f"not posted ({str(error)[:200]!r}); the step's summary has it"
    return "comment posted"


def _mine(place: str) -> int | None:
    """The id of the comment posted before: only a bot's, since anybody may write the mark."""
    for page in range(1, PAGES + 1):
        comments = _call("GET", f"{place}?per_page=100&page={page}")
        for comment in comments:
            if str(comment.get("body", "")).startswith(MARK) and comment.get("user", {}).get("type") == "Bot":
                return int(comment["id"])
        if len(comments) < 100:
            break
    return None


def _call(method: str, path: str, content: dict[str, str] | None = None) -> Any:
    address = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    if not address.startswith(("https://", "http://")):
        raise ValueError("GITHUB_API_URL is no web address")
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    data = None if content is None else json.dumps(content).encode()
    request = Request(address + path, data=data, headers=headers, method=method)  # noqa: S310  checked above
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        return json.loads(answer.read() or b"null")


if __name__ == "__main__":
    sys.exit(main())
