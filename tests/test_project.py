"""The project's own files agree with one another, and what they promise about the code holds."""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
DEPENDENCIES = [Requirement(line) for line in [*PYPROJECT["project"]["dependencies"], *chain(*EXTRAS.values())]]

# Imports run one way: a module may import those that stand before it.
ORDER = re.findall(
    r"\w+",
    """
    errors lexicon limits width encodings word pdf web formats
    numerals reading lines headings layout metadata view report many
    structure times candidates quantities periods names subjects
    indicators headline conversion hedges aims unnumbered passages targets
    intervals figures relations identities audit
    best_path segmenters tokens frequency dfm kwic keyness collocations dispersion similarity new_words frequencies
    slogans growth readability network spread neighbours
    lexicon_votes theme_model themes attention attention_index instruments topics
    at_hand bootstrap evaluate target_scores theme_scores segmentation scores accuracy
    canvas agenda mosaics crowds contrasts strip trend dashboard promises plots export panel reference
    fonts facts fact_links anchors marked inspector __init__
    sources columns duplicates parts dataset analysis corpus
    coders annotation annotator judges teaching
    pages suite exercises trial marking
    explorer_state explorer_view explorer_notebook explorer app
    __main__
    """,
)


def tracked() -> list[Path]:
    """Files of the project: those in git, and those about to be."""
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def locked() -> dict[str, list[dict]]:
    """Packages of the lock by name: version, marker and number of hashes of each entry."""
    packages: dict[str, list[dict]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip()):
        pin, *hashes = [line.strip(" \\") for line in entry.splitlines()]
        requirement = Requirement(pin)
        version = str(requirement.specifier).removeprefix("==")
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), pin
        packages.setdefault(canonicalize_name(requirement.name), []).append({"version": version, "hashes": len(hashes)})
    return packages


def conda() -> tuple[list[str], list[str]]:
    """Specs of environment.yml: from conda-forge, and from pip."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    return [spec for spec in listed if isinstance(spec, str)], next(s["pip"] for s in listed if isinstance(s, dict))


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda requirement: requirement.name)
def test_lock_satisfies_pyproject(dependency):
    entries = locked()[canonicalize_name(dependency.name)]
    assert all(dependency.specifier.contains(entry["version"]) for entry in entries)


def test_lock_has_a_hash_for_every_package_and_no_address():
    assert all(entry["hashes"] for entries in locked().values() for entry in entries)
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_environment_lists_what_pyproject_lists():
    from_conda, from_pip = conda()
    listed = {str(Requirement(spec)) for spec in from_conda + from_pip if not spec.startswith("-")}
    python = PYPROJECT["project"]["requires-python"]
    assert listed == {str(dependency) for dependency in DEPENDENCIES} | {f"python{python}", "pip"}


def test_environment_installs_the_helper_package_with_every_extra():
    editable = [spec for spec in conda()[1] if spec.startswith("-e .")]
    assert editable == [f"-e .[{','.join(EXTRAS)}]"]


@pytest.mark.parametrize("name", ["jupyterlab", "pandas", "matplotlib", "jieba", "wordcloud", "nbval", "zhplot"])
def test_what_the_suite_stands_on_is_a_direct_dependency(name):
    assert name in {dependency.name for dependency in DEPENDENCIES}


def test_seed_is_the_report_as_received():
    seed = (ROOT / "seeds" / "daoli-2026.txt").read_bytes()
    assert hashlib.sha256(seed).hexdigest() == "d6bcb516a84ab74c49816eea907fd1a972ff8b44fbccd27065cc7a2d01539b80"


def test_version_is_the_same_everywhere():
    version = PYPROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == version
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def make(*words: str, folder: Path) -> subprocess.CompletedProcess:
    """Run make as a user would, not as a part of the make that runs the tests."""
    settings = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    return subprocess.run(["make", *words], cwd=folder, env=settings, capture_output=True, text=True, check=False)


@pytest.fixture
def fresh(tmp_path) -> Path:
    """A folder with what the set-up needs, and no environment."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_help_names_every_command():
    listed = set(re.findall(r"^ +make ([\w-]+)", make("help", folder=ROOT).stdout, re.MULTILINE))
    measures = {"lint", "bench", "bench-peers", "bench-scale", "fuzz", "score", "reference", "train", "terms"}
    shown = {
        "help",
        "run",
        "app",
        "test",
        "check-lab",
        "lab",
        "notebooks",
        "exercises",
        "grade",
        "book",
        "lock",
        "clean",
    }
    assert listed == shown | measures


def test_a_python_too_old_is_told_in_one_sentence(fresh):
    answer = make("test", "PYTHON=false", folder=fresh)
    assert answer.returncode != 0
    assert answer.stderr.splitlines()[0].startswith("Python 3.11 or newer is needed")
    assert not (fresh / ".venv").exists()


def test_set_up_is_done_again_only_where_it_is_stale(fresh):
    told = "Setting up"
    stand_in(fresh)
    assert told not in make("-n", "run", folder=fresh).stdout
    os.utime(fresh / "requirements.lock", (later := (fresh / ".venv" / "ready").stat().st_mtime + 60, later))
    assert told in make("-n", "run", folder=fresh).stdout
    stand_in(fresh)
    (fresh / ".venv" / "ready").write_text("/elsewhere\n", encoding="utf-8")
    assert told in make("-n", "run", folder=fresh).stdout


def test_make_passes_any_path_on(fresh):
    stand_in(fresh)
    report = '报告 2026/$HOME "it\'s" one.txt'
    said = make("run", f"REPORT={report}", folder=fresh).stdout.splitlines()
    assert said == ["-m", "govreport", "run", "--out", "build", "--", report]


def test_make_grade_passes_any_folder_on_and_asks_for_one(fresh):
    stand_in(fresh)
    said = make("grade", "SUBMISSIONS=班级 2026/$HOME", folder=fresh).stdout.splitlines()
    assert said == ["-m", "govreport", "grade", "--", "班级 2026/$HOME"]
    answer = make("grade", folder=fresh)
    assert answer.returncode != 0
    assert "name a folder: make grade SUBMISSIONS=path/to/folder" in answer.stderr


def stand_in(folder: Path) -> None:
    """An environment, set up just now, whose Python prints its arguments."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text('#!/bin/sh\n[ "$1" = -c ] || printf \'%s\\n\' "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    for name in ("requirements.lock", "pyproject.toml"):
        os.utime(folder / name, (0, 0))
    (folder / ".venv" / "ready").write_text(f"{folder.resolve()}\n", encoding="utf-8")


MODULES = sorted((ROOT / "lib" / "govreport").glob("*.py"))


def imports(path: Path) -> set[str]:
    """Modules of the package that a module imports, at its top or in a function; not those for type checking alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level and node not in for_types
    ]
    return {name for node in found for name in ([node.module] if node.module else [alias.name for alias in node.names])}


def test_imports_have_no_cycle():
    graph = {path.stem: imports(path) for path in MODULES}
    assert graph["suite"]  # The walk sees the imports it should.
    tuple(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_run_one_way(path):
    assert imports(path) <= set(ORDER[: ORDER.index(path.stem)])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_modules_are_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_file_names_a_machine_or_a_registry():
    # Written in pieces, so that this file does not name them either.
    hosts = [r"files\.python" + "hosted", r"\bpypi\." + r"(org|python)", r"registry\." + "npmjs", r"index" + "-url *="]
    places = [
        rf"(?<![\w./-])/{place}/[\w.]" for place in ("ro" + "ot", "ho" + "me", "Us" + "ers", "wo" + "rk", "tm" + "p")
    ]
    forbidden = re.compile("|".join(hosts + places))
    found = []
    for path in tracked():
        try:
            match = forbidden.search(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}"] if match else []
    assert found == []


def test_a_wheel_finds_its_data(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "unpacked")
    code = "from govreport.lexicon import data_path, table; print(data_path('lexicon')); assert len(table('units'))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "unpacked")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(answer.stdout.strip()) == tmp_path / "unpacked" / "govreport" / "data" / "lexicon"
