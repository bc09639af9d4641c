"""Batches on a Dask cluster: the same readings as at home, also when a worker is killed in the middle."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.cluster import compare
from niemyet.flows import cluster
from niemyet.flows.cli import niemyet
from niemyet.flows.cluster import extract_on_cluster
from niemyet.flows.extraction import Task
from niemyet.model.errors import UsageError
from niemyet.model.records import Limits
from niemyet.storage.raw import RawArchive
from tests.support.house import build_house, decision
from tests.support.prefect_server import SharedServer

#: Ten batches for two workers: enough for one that dies with work in hand; thousands: `python -m benchmarks cluster`.
DOCUMENTS, BATCH = 40, 4

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("prefect")]


@pytest.fixture(scope="module")
def read(prefect_server: SharedServer) -> dict[str, bool]:
    """Way of reading → whether it gives what one process at home gives; that nobody is there is known soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "_LOOK_SECONDS", 0.2)
        asked = prefect_server.settings()
        return {one.name: one.same for one in compare(DOCUMENTS, [0, 2], batch=BATCH, asked=asked)}


def test_workers_read_what_one_process_reads_and_one_may_die(read: dict[str, bool]) -> None:
    assert list(read)[-2:] == ["2 workers", "2 workers, one killed"]
    assert [name for name, same in read.items() if not same] == []


def test_what_no_worker_is_there_to_read_is_read_at_home(read: dict[str, bool]) -> None:
    assert read["0 workers"]


def test_a_worker_keeps_its_reading_process(tmp_path: Path) -> None:
    raw = RawArchive(tmp_path / "raw")
    tasks = [Task(raw.put(decision(number, "10/01/2022").encode()), f"{number}.md") for number in (1, 2)]
    try:
        first = cluster.extract_batch(raw.address, tasks, Limits())
        ((_, kept),) = cluster._waiting
        assert cluster.extract_batch(raw.address, tasks, Limits()) == first
        assert cluster._waiting[0][1] is kept
        assert all(one.reading is not None for one in first)
        cluster.extract_batch(raw.address, tasks[:1], Limits(max_seconds=7))
        ((limits, other),) = cluster._waiting
        assert other is not kept
        assert limits.max_seconds == 7
    finally:
        for _, pool in cluster._waiting:
            pool.stop()
            pool.join()
        cluster._waiting.clear()


def test_without_a_prefect_server_the_configuration_is_told_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(UsageError, match="PREFECT_API_URL"):
        list(extract_on_cluster("/nowhere", [Task("0" * 64, None)], Limits(), "tcp://127.0.0.1:1"))


def test_the_address_of_a_cluster_is_checked_with_the_configuration(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà", more='\n[cluster]\ndask = "máy-chủ"\n')
    house.drop("1.md", decision(1, "10/01/2022"))
    told = CliRunner().invoke(niemyet, ["nightly", *house.options])
    assert "cluster.dask" in str(told.exception)
