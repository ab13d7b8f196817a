"""Registers the page with Chainlit: every callback there is, each one line long."""

import chainlit as cl

from assistant.web.page import Page


def bind(page: Page) -> None:
    """Register the callbacks of `page`; Chainlit calls them from here on."""
    cl.on_app_startup(page.open)
    cl.on_app_shutdown(page.close)
    cl.data_layer(page.data_layer)
    cl.header_auth_callback(page.sign_in)
    cl.set_starters(page.starters)
    cl.on_chat_start(page.greet)
    cl.on_chat_resume(page.resume)
    cl.on_chat_end(page.leave)
    cl.on_message(page.hear)
    cl.on_window_message(page.notice)
    for name in ("reply", "start", "show_map"):
        cl.action_callback(name)(page.press)
    cl.action_callback("pasted")(page.desk.settle_paste)
    for name in ("not_about", "about"):
        cl.action_callback(name)(page.desk.take_off)
