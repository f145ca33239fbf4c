"""Whether a target will be missed: the forecast goes before the light."""

from fractions import Fraction

import pytest

from progress_app.enums import Light
from reports_app.enums import ForecastBasis, NoForecast, Prospect
from reports_app.rules.forecast import Forecast
from reports_app.rules.prospects import Verdict, counted, verdict_of

THIN = NoForecast.LOW_COVERAGE


def forecast(share: Fraction | None) -> Forecast:
    return Forecast(
        amount=Fraction(1),
        share=share,
        basis=next(iter(ForecastBasis)),
        month=9,
        coverage=Fraction(1),
    )


@pytest.mark.parametrize(
    ("light", "told", "prospect"),
    [
        (Light.MET, forecast(Fraction(1, 2)), Prospect.MET),
        (Light.BEHIND, NoForecast.YEAR_OVER, Prospect.MISSED),
        (Light.BEHIND, forecast(Fraction(1)), Prospect.WILL_REACH),
        (Light.ON_PACE, forecast(Fraction(99, 100)), Prospect.WILL_MISS),
        (Light.FAR_BEHIND, forecast(None), Prospect.LAGGING),
        (Light.BEHIND, THIN, Prospect.LAGGING),
        (Light.FAR_BEHIND, THIN, Prospect.LAGGING),
        (Light.NOT_REPORTED, THIN, Prospect.SILENT),
        (Light.ON_PACE, THIN, Prospect.UNTOLD),
        (Light.NOT_DUE, THIN, Prospect.NOT_DUE),
        (Light.NO_QUOTA, THIN, Prospect.NOT_DUE),
    ],
    ids=range(11),
)
def test_what_is_to_be_expected(light, told, prospect):
    assert verdict_of(light=light, told=told).prospect == prospect


def test_the_forecast_share_goes_with_the_verdict_unrounded():
    told = verdict_of(light=Light.BEHIND, told=forecast(Fraction(9996, 10000)))

    assert told == Verdict(Prospect.WILL_MISS, Fraction(9996, 10000))


def test_every_kind_is_counted():
    verdicts = [Verdict(Prospect.MET), Verdict(Prospect.MET), Verdict(Prospect.SILENT)]

    told = counted(verdicts)

    assert set(told) == set(Prospect)
    assert (told[Prospect.MET], told[Prospect.SILENT], sum(told.values())) == (2, 1, 3)
