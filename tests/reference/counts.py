"""The counts of the checks' findings, by the column's name: [name, counts, depth of the pipeline]."""


def free_counts_name(findings, name):
    number = 1
    while any(counted[0] == f"{name}_{number}" for counted in findings):
        number += 1
    return f"{name}_{number}"


def rename_counts(findings, before, after, depth):
    for counted in findings:
        if counted[0] == before and counted[2] == depth:
            for taken in findings:
                if taken[0] == after:
                    taken[0] = free_counts_name(findings, before)
            counted[0] = after
            return


def add_counts(findings, name, counts, depth):
    """No check's counts are lost: of two with one name, the one inside a side's pipeline gets another."""
    added = [name, counts, depth]
    for taken in findings:
        if taken[0] == name:
            inner = added if taken[2] < depth else taken
            inner[0] = free_counts_name(findings, name)
            break
    findings.append(added)
