"""Small talk: whole messages that get a fixed friendly line instead of a search."""

import re

from stemfaq.answer import texts
from stemfaq.corpus.vocabulary import fold

_HELLO = r"(?:hi+|hello+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
_TO_US = r"(?: (?:there|stemfaq|all|everyone|again|doc|doctor|bot|friend))*"
_THANKS = r"(?:(?:ok |okay |great |oh )?(?:many )?(?:thanks|thank you|thankyou|thx|ty|cheers))"
_COURTESY = "|".join(
    (
        rf"{_THANKS}(?: (?:a lot|so much|very much|you|again|dear|love|everyone|all"
        r"|for (?:your|the|all the|everything|all this) ?"
        r"(?:help|answers?|information|info|time|patience)?))*",
        r"(?:god )?bless(?: you| u)?(?: all)?",
        r"(?:much|really) appreciated|i (?:really )?appreciate (?:it|this|that)",
        r"that (?:helps|helped)(?: a lot| me)?",
        r"that(?: i|')s (?:all|clear|great|helpful|kind|perfect|it)(?: for now)?",
        r"(?:very |that was |so |really )?(?:helpful|kind)(?: of you)?",
        r"(?:you|u)(?: a|')?re? (?:so |very |really )?(?:kind|patient|helpful|sweet|great|lovely)"
        r"(?: with me| to me)?",
        r"sorry (?:for|about) (?:so many|all (?:the|my|these)|my many|the many) questions",
        r"(?:have a )?(?:nice|good|lovely) (?:day|evening|weekend)",
    )
)
_LINES = tuple(
    (re.compile(rf"^(?:{pattern})$"), line)
    for pattern, line in (
        (rf"{_HELLO}{_TO_US}|{_HELLO}{_TO_US} (?:can|could) you help(?: me)?", texts.GREETING),
        (
            rf"(?:{_COURTESY})(?: (?:{_COURTESY}))*"
            r"|(?:ok|okay|great|perfect|got it|i see|i understand|understood|cool|nice)",
            texts.THANKS,
        ),
        (r"(?:good ?bye|bye+|bye bye|see you|good night|take care)(?: for now)?", texts.FAREWELL),
        (
            rf"(?:{_HELLO}{_TO_US} )?(?:who|what) (?:are|r) (?:you|u)|what is (?:this|stemfaq)"
            r"|what (?:can|do) you do|what can i ask(?: you)?|how do you work"
            r"|who (?:made|built|wrote|runs) (?:you|this)",
            texts.IDENTITY,
        ),
        (
            r"(?:but |and |so )?(?:i (?:do not|don't|dont) trust (?:any of )?(?:this|you|it) )?"
            r"(?:who (?:pays|funds|sponsors|owns|is behind) (?:for )?(?:you|this site|stemfaq)"
            r"|why should i (?:trust|believe) (?:you|this|any of this)"
            r"|are you (?:paid|sponsored|funded)(?: by(?: \w+){1,3})?"
            r"|(?:do you sell|are you selling)(?! my\b| what i\b)(?: \w+){1,2})",
            texts.TRUST,
        ),
        (
            rf"(?:{_HELLO}{_TO_US} )?(?:please |pls |i |we |(?:can|could) you )*(?:need )?"
            r"(?:some )?help(?: me| us)?(?: please| pls| now)?|sos",
            texts.HELP,
        ),
        (
            r"(?:are|r) (?:you|u) (?:a |an |my )?(?:real |human |actual )*"
            r"(?:doctor|physician|nurse|human|person|robot|bot|ai|chatbot|chatgpt|real|computer"
            r"|medical professional)(?: or (?:a |an )?\w+)?"
            r"|am i (?:talking|speaking|chatting) (?:to|with) (?:a |an )?(?:real |human )?"
            r"(?:doctor|nurse|human|person|robot|bot|ai|computer|machine)",
            texts.NOT_A_DOCTOR,
        ),
        (rf"(?:{_HELLO}{_TO_US} )?how are you(?: doing)?(?: today)?", texts.FEELINGS),
        (
            r"(?:is this|are you|is it) (?:private|confidential|anonymous|safe to use)"
            r"|(?:do|will) you (?:store|save|keep|share|record|sell) (?:my|what i) \w+"
            r"|who (?:can )?(?:sees|see|reads|read) (?:this|my (?:questions|messages|data))",
            texts.PRIVACY,
        ),
    )
)


def smalltalk(question: str) -> str | None:
    """The fixed line for a message that is small talk and nothing else; None if it is not."""
    words = " ".join(re.findall(r"[\w']+", fold(question)))
    return next((line for pattern, line in _LINES if pattern.match(words)), None)
