"""The fixed lines that are no medicine: greetings, refusals, and what to do next."""

from typing import Final

from stemfaq.answer.question import MAX_CHARACTERS

_NUMBERS = (
    "If this is an emergency, call 112, 911 or 999 now. If you think of harming yourself, "
    "call or text 988 in the US and Canada, or 116 123 in the UK and Ireland."
)
EMPTY: Final = f"Please type a question about stem cell therapy and autoimmune disease. {_NUMBERS}"
TOO_LONG: Final = (
    f"Your message has more than {MAX_CHARACTERS:,} characters. "
    f"Please ask your question in fewer words. {_NUMBERS}"
)
NOT_ENGLISH: Final = f"Sorry, for now I can only answer questions in English. {_NUMBERS}"
DECLINE: Final = (
    "I don't have a reviewed answer to that. I only answer questions about stem cell therapy "
    "for lupus and other autoimmune diseases, and I would rather say nothing than guess. "
    f"Your doctor or a patient organisation may be able to help. {_NUMBERS}"
)
NEAR: Final = "These reviewed answers may be close to what you asked:"
UNSURE: Final = "I am not sure which of these you mean. Please choose one, or ask in other words."
ANOTHER_DISEASE: Final = (
    "We have no reviewed answer to this about {wanted}. The answer below is about {shown}, "
    "and it may not hold for {wanted}."
)
MAINLY_ANOTHER: Final = (
    "The answer below is mainly about {shown}, and it may not hold for {wanted}, "
    "of which it tells only in part."
)
IN_GENERAL: Final = "The answer below is about {shown}, not about {wanted} alone."
ANOTHER_TREATMENT: Final = (
    "We have no reviewed answer to this about {wanted}. "
    "The answer below is about another treatment."
)
NOT_NAMED: Final = (
    "We have no reviewed answer to this about {wanted}, which the answer below does not name."
)
FURTHER: Final = (
    "The first answer below is not about {wanted}, and it may not hold for {wanted}; "
    "a further one is closer."
)
ANOTHER_GROUP: Final = (
    "The answer below is general: it does not tell of {wanted}, and it may not hold for you. "
    "Please ask your team."
)
FURTHER_GROUP: Final = "The first answer below does not tell of {wanted}; a further one does."
WHICH_TREATMENT: Final = (
    "“Stem cells” can mean different treatments. If you mean one of them, choose it:"
)
PERSONAL_ADVICE: Final = (
    "I cannot advise on your own case: what I show is general. "
    "Please ask your own doctor or specialist team, who know you."
)
NEVER_CHANGE_MEDICINE: Final = (
    "Never stop or change a medicine, or its dose, on your own. Talk with your team first."
)
IF_NOW: Final = (
    "If you or someone near you has this now, call your emergency number: 112, 911 or 999."
)
IF_CRISIS: Final = (
    "If you think of harming yourself, help is there now: call or text 988 in the US and Canada, "
    "116 123 (Samaritans) in the UK and Ireland, or your emergency number."
)
HOW_SURE: Final = (
    "The level of evidence tells how sure one can be of the answer, not whether a treatment helps."
)
UNAVAILABLE: Final = (
    "Answers are not available at the moment. We would rather show none than a wrong one. "
    "Please try again later, and ask your own doctors in the meantime."
)
ERROR: Final = "Sorry, something went wrong on our side. Please try again in a moment."

GREETING: Final = (
    "Hello. I answer questions about stem cell therapy for lupus and other autoimmune diseases, "
    "with passages that people have reviewed. What would you like to know?"
)
THANKS: Final = "You are welcome. Ask me anything else about stem cell therapy."
FAREWELL: Final = "Goodbye, and take care."
IDENTITY: Final = (
    "I am stemfaq, a computer program. I find passages that people wrote and reviewed about "
    "stem cell therapy in autoimmune disease, and show them word for word with their sources. "
    "I do not write medical text myself."
)
TRUST: Final = (
    "I am a computer program. I sell nothing and show no advertising. Each answer was reviewed by "
    "people and names its sources, so that you and your doctor can check it. Who runs this site "
    "and who pays for it stands on the page about it."
)
HELP: Final = (
    f"{_NUMBERS} For anything else, type a question, and I look for a reviewed answer about stem "
    "cell therapy for lupus and other autoimmune diseases. What would you like to know?"
)
NOT_A_DOCTOR: Final = (
    "No, I am not a doctor or a nurse, and no person reads along. I am a computer program that "
    "shows reviewed passages with their sources. Your own doctors can judge your case."
)
FEELINGS: Final = (
    "I am a computer program, so I am always the same. I hope that you are as well as can be. "
    "What would you like to know about stem cell therapy?"
)
PRIVACY: Final = (
    "Your questions stay between this page and our server. They are not sent to anyone else, "
    "and you need no account. Please do not type names or other personal details."
)
