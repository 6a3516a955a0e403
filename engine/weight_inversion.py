from engine.weight_moments import NotAvailable


def inverted_moments(*a):
    raise NotAvailable("todo")
