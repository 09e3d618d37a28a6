"""One spelling for what sounds alike, in Greek letters or in any fashion of Greeklish."""

import pytest

from aitima.core.sounds import sound


@pytest.mark.parametrize(
    "spellings",
    [
        "λακκούβα ΛΑΚΚΟΥΒΑ λακούβα lakkouva lakkoyba lakuva",
        "λάμπα lampa laba LAMPA",
        "καμένη kameni kamenh kammeni",
        "κάδος kados KADOS",
        "ξεχείλισε kseheilise xexeilise 3exeilise ksexilise",
        "θέλω thelo 8elw 9elo thelw",
        "νύχτα nixta nyxta nuxta nihta nychta",
        "σκουπίδια skoupidia skupidia skoypidia",
        "αυτοκίνητο aftokinito avtokinito autokinhto",
        "ευχαριστώ efxaristo euxaristw eyxaristo efharisto",
        "ντουλάπα ntoulapa doulapa ndulapa",
        "γκαράζ gkaraz garaz",
        "αγγούρι aggouri agouri angouri",
        "ψόφιο psofio 4ofio psophio",
        "πηγή pigi phgh pygy",
        "της tis ths",
        "βόθρος vothros bo8ros vo8ros",
        "ηλεκτρικό ilektriko hlektriko",
        "πεζοδρόμιο pezodromio pezodrommio",
        "δέντρο dentro dendro δένδρο",
        "ασχήμια asximia askhimia aschimia",
    ],
)
def test_all_spellings_of_a_word_sound_alike(spellings: str) -> None:
    assert len({sound(word) for word in spellings.split()}) == 1


def test_words_stay_apart_and_numbers_stay_numbers() -> None:
    assert sound("Ερμού 38, 2ος όροφος").split()[1] == "38,"


def test_different_words_sound_different() -> None:
    assert len({sound(word) for word in ("κάδος", "κήπος", "δρόμος", "νερό", "ρεύμα")}) == 5


def test_a_text_without_letters_is_its_own_sound() -> None:
    assert sound("112!") == "112!"
    assert sound("") == ""
