import pytest

from detente.coding.persons import find_persons
from detente.coding.successions import change


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Neil Cromer replaced Simon Collins as ambassador in 2020.", ["takes", "leaves"]),
        ("Former minister Nikola Sekulic was replaced by Ivan Dacic.", ["leaves", "takes"]),
        ("Ambassador Rafael Vidal took office in 2020, replacing Paulo Franco.", ["takes", "leaves"]),
        ("Jeyhun Aliyev, who replaced Elmar Hasanov in July 2020, received them.", ["takes", "leaves"]),
        ("Bishan Dey, who succeeded Binay Pradhan, presented his credentials.", ["", "leaves"]),
        ("Duck Han took over as premier from Boo Kim.", ["takes", "leaves"]),
        ("Angela Maier was later succeeded as chancellor by Olaf Stolz.", ["leaves", "takes"]),
        ("Prime Minister Nehra succeeded in persuading President Lin Jin.", ["", ""]),
        ("President Boris Tadin met Viktor Horvan.", ["", ""]),
        ("Peter Lund replaced the treaty that Ola Berg had signed.", ["", ""]),
        ("President Ola Berg succeeded where Peter Lund had failed.", ["", ""]),
    ],
)
def test_who_takes_and_who_leaves(text, changes):
    persons = find_persons(text)
    assert [change(text, persons, person) for person in persons] == changes
