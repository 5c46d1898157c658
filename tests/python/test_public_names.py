"""What help() and a notebook's tooltips say: every public name explains itself."""

import inspect

import headway as hw
import pytest

CLASSES = [name for name in hw.__all__ if inspect.isclass(getattr(hw, name))]


@pytest.mark.parametrize("name", [each for each in hw.__all__ if each != "__version__"])
def test_a_public_name_says_what_it_is(name: str) -> None:
    assert (getattr(hw, name).__doc__ or "").strip()


@pytest.mark.parametrize("name", CLASSES)
def test_what_a_public_class_offers_says_what_it_is(name: str) -> None:
    ours = [each for each in getattr(hw, name).__mro__ if each.__module__.startswith("headway")]
    offered = [
        (key, each.__name__)
        for each in ours
        for key, value in vars(each).items()
        if not key.startswith("_") and (callable(value) or isinstance(value, property))
        if not inspect.getdoc(value)
    ]
    assert offered == []
