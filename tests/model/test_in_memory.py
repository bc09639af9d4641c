"""The search for cycles is held off within, and as it was before afterwards, whatever happened."""

import gc

import pytest

from niemyet.model.in_memory import kept_in_memory


def test_the_search_goes_on_afterwards() -> None:
    with kept_in_memory():
        assert not gc.isenabled()
        with kept_in_memory():
            assert not gc.isenabled()
        assert not gc.isenabled(), "what is within another does not begin it again"
    assert gc.isenabled()


def test_the_search_goes_on_after_a_failure() -> None:
    with pytest.raises(KeyError), kept_in_memory():
        raise KeyError
    assert gc.isenabled()
