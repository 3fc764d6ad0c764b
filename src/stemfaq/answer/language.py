"""Language: whether a question is in English, by its most frequent words."""

import re

from stemfaq.corpus.vocabulary import fold

_WORD = re.compile(r"[a-z']+")
_ENGLISH = frozenset(
    "the a an is are was do does did can could will would should what which how why when who where "
    "i my me you your it its he she they and or of to in on for with from have has had not be if "
    "get after about there any this that".split()
)
# Function words that English does not have; without accents, as `fold` leaves them.
_OTHERS = {
    "Spanish": "el los las que por para con una tengo puedo como mi es se del al muy pero estoy "
    "hay esta cual sirve funciona celulas madre",
    "French": "le les des du est je mon ma mes pour dans avec une sont pas que qui vous comment "
    "puis ai aux sur cellules souches",
    "German": "der das und ist ich mein meine nicht fur mit ein eine kann wie was sind bei zu von "
    "auf habe bin stammzellen hilft",
    "Italian": "il gli che per sono della mio mia con una posso come non le del ho e di si "
    "cellule staminali funziona",
    "Portuguese": "um uma que para com meu minha nao posso como por celulas tronco",
}
_SETS = {name: frozenset(words.split()) for name, words in _OTHERS.items()}


def is_english(question: str) -> bool:
    """False if at least two words speak for one other language and outnumber the English ones."""
    words = _WORD.findall(fold(question))
    english = sum(word in _ENGLISH for word in words)
    other = max(sum(word in known for word in words) for known in _SETS.values())
    return other < 2 or other <= english
