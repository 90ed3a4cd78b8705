"""The questions of a page in the groups a patient sees one at a time. No window needed."""

from collections.abc import Collection

from forms.questionnaire import Page, Questionnaire


def question_groups(page: Page, questionnaire: Questionnaire, asked: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """A question with those that its answer opens; a block with its gate; a note with what follows it."""
    groups: list[list[str]] = []
    for link_id in page.items:
        if link_id not in asked:
            continue
        item = questionnaire.items[link_id]
        last = groups[-1] if groups else []
        reads = item.enable_when.reads if item.enable_when is not None else ()
        opens = any(name in last for name in reads)
        is_noted = bool(last) and questionnaire.items[last[-1]].type == "display"
        if opens or is_noted or _is_of_block(item.block, last, questionnaire):
            last.append(link_id)
        else:
            groups.append([link_id])
    return tuple(tuple(group) for group in groups)


def _is_of_block(block: str, group: list[str], questionnaire: Questionnaire) -> bool:
    """Whether the block of a question, or the question that opens it, is in this group already."""
    if not block:
        return False
    gate = questionnaire.blocks[block].gate
    return gate in group or any(questionnaire.items[link_id].block == block for link_id in group)
