"""Somebody at a screen: finds things by the words that stand there, as people do. No ids, no classes, no addresses."""

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect


class Person:
    """A page, and what somebody does on it. Every step waits until it can be done and fails when it cannot."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # Going places

    def goes_to(self, name: str) -> None:
        """Follow an item of the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()

    def opens_tab(self, name: str) -> None:
        """Follow a tab of the case."""
        self.page.get_by_role("navigation", name="Case").get_by_role("link", name=name, exact=True).click()

    def follows(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the first link with this text."""
        (within or self.page).get_by_role("link", name=name, exact=True).first.click()

    def opens(self, text: str) -> None:
        """Follow the first link of the row that holds this text."""
        self.row(text).get_by_role("link").first.click()

    def asks_why(self, rule: str) -> None:
        """Follow the first "Why?" that leads to this rule."""
        self.page.get_by_role("link", name=f"Why? {rule}", exact=True).first.click()

    def goes_back(self) -> None:
        """Use the browser's own button."""
        self.page.go_back()

    def presses(self, name: str) -> None:
        """Press a button, or a link that looks like one."""
        pressed = self.page.get_by_role("button", name=name, exact=True)
        pressed.or_(self.page.locator("a.govuk-button").filter(has_text=_whole(name))).click()

    def unfolds(self, name: str) -> None:
        """Open a folded part of the page unless it lies open."""
        part = self.page.locator("details").filter(has=self.page.get_by_text(name, exact=True)).first
        if part.get_attribute("open") is None:
            part.get_by_text(name, exact=True).click()

    # Filling in

    def types(self, label: str, text: str) -> None:
        """Type into the box with this label, in place of what stands there."""
        self.box(label).fill(text)

    def picks(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.box(label).select_option(label=option)

    def ticks(self, *labels: str) -> None:
        """Tick boxes."""
        for label in labels:
            self.box(label).check()

    def ticks_every_warning(self) -> None:
        """Tick all that stands under "Before you go on"."""
        for box in self.page.get_by_role("group", name="Before you go on").get_by_role("checkbox").all():
            box.check()

    def chooses(self, question: str, answer: str) -> None:
        """Choose one of several answers to a question."""
        group = self.page.get_by_role("group", name=_whole(question))
        group.get_by_label(_whole(answer)).check()

    def chosen(self, label: str) -> str:
        """What is chosen in a list."""
        return self.box(label).locator("option:checked").inner_text()

    def box(self, label: str) -> Locator:
        """The input with this label, marked as optional or not."""
        return self.page.get_by_label(_whole(label))

    # Looking

    def sees(self, *texts: str) -> None:
        """These words stand on the page where they can be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def sees_no(self, text: str) -> None:
        """These words stand nowhere on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)

    def reads_heading(self, name: str) -> None:
        """The page has a heading with these words."""
        expect(self.page.get_by_role("heading", name=name).first).to_be_visible()

    def is_told(self, sentence: str) -> None:
        """A message above the page says so."""
        expect(self.page.locator(".govuk-notification-banner")).to_contain_text(sentence)

    def is_stopped(self, *sentences: str) -> None:
        """The summary of what has to be mended holds these sentences."""
        for sentence in sentences:
            expect(self.page.locator(".govuk-error-summary")).to_contain_text(sentence)

    def row(self, text: str) -> Locator:
        """The table row that holds this text."""
        return self.page.get_by_role("row").filter(has_text=text)

    def cells(self, text: str) -> list[str]:
        """What stands in the cells of that row."""
        return [cell.strip() for cell in self.row(text).locator("th, td").all_inner_texts()]

    def status_of(self, address: str) -> int:
        """What the server answers to somebody who types an address."""
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status


def typed(day: dt.date, mark: str = "/") -> str:
    """A date the way people type it: day first, no noughts."""
    return f"{day.day}{mark}{day.month}{mark}{day.year}"


def _whole(text: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(text)}(\s+\(optional\))?\s*$")
