"""Whether a light became better or worse."""

import pytest

from progress_app.enums import Light
from reports_app.rules.standings import light_moved


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (Light.BEHIND, Light.ON_PACE, 1),
        (Light.FAR_BEHIND, Light.MET, 1),
        (Light.MET, Light.BEHIND, -1),
        (Light.BEHIND, Light.FAR_BEHIND, -1),
        (Light.BEHIND, Light.BEHIND, 0),
        (Light.NOT_DUE, Light.MET, 0),
        (Light.ON_PACE, Light.NOT_REPORTED, 0),
    ],
    ids=lambda value: str(value),
)
def test_lights(before, after, moved):
    assert light_moved(before, after) == moved
