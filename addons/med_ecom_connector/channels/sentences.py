"""What errors say in English, in logs and to programs, and people read in their own language."""


class Sentence(str):
    """An English sentence with its values put in, which remembers both.

    :param text: with ``%(name)s`` for each value
    """

    def __new__(cls, text, /, **values):
        sentence = super().__new__(cls, text % values if values else text)
        sentence.text = text
        sentence.values = {name: str(value) for name, value in values.items()}
        return sentence


#: By this name Odoo finds the texts that are to be translated, without being imported here.
_lt = Sentence
