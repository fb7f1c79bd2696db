"""Business errors of an exchange: they wait for a person, with a message and a remedy."""


class HoldExchange(Exception):
    """Park this exchange until a person has mended the cause.

    :param str problem: a key of :data:`..problems.PROBLEMS`
    :param params: values for the message's placeholders
    """

    def __init__(self, problem, **params):
        super().__init__(f"{problem}: {params}")
        self.problem = problem
        self.params = params


class PostponeExchange(Exception):
    """Nothing is wrong yet: look again in ``seconds``, without counting it as a failed try."""

    def __init__(self, problem, seconds, **params):
        super().__init__(problem)
        self.problem = problem
        self.seconds = seconds
        self.params = params
