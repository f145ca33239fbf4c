"""What the entry grid's script says, in the reader's language."""

from django.utils.translation import gettext_lazy as _

GRID_WORDS = {
    "dirty": _("未保存"),
    "saving": _("保存中…"),
    "saved": _("已保存 {time}"),
    "not_saved": _("未能保存"),
    "refused": _("未能保存：请看提示"),
    "conflict": _("未能保存：他人已改"),
    "shut": _("此项已提交，不能再改；刚才填的没有保存。"),
    "unsent": _("{count} 行还没有存到服务器"),
    "all_saved": _("全部已保存"),
    "offline": _("暂时连不上服务器，已填内容保留在本页，{seconds} 秒后自动重试。"),
    "retrying": _("正在重试…"),
    "signed_out": _("您的登录已过期，已填内容保留在本页。请重新登录后继续保存。"),
    "form_expired": _(
        "页面的安全标识已过期，已填内容保留在本页。请重新登录后继续保存。"
    ),
    "other_person": _(
        "现在登录的是另一个人。这里还没有保存的内容是原来那位填的，不能以别人的名义保存。"
    ),
    "period_closed": _(
        "本期已不在填报时间内，下列内容没有保存，仍保留在本页，可以抄录。需要补报请刷新本页后申请。"
    ),
    "not_found": _("您现在不能修改这份报送单，已填内容保留在本页。请联系管理员。"),
    "defect": _(
        "服务器没有接受这次保存，已填内容保留在本页。请刷新页面再试；仍不行请联系管理员。"
    ),
    "restored": _("上次没有存到服务器的内容已恢复，正在保存。"),
    "leave": _("还有内容没有保存。"),
    "wait_to_submit": _("还有内容没有存到服务器，存好后才能提交。"),
    "theirs": _("{who} {time} 保存的"),
    "mine": _("您填的"),
    "blank": _("（空）"),
    "yes": _("是"),
    "no": _("否"),
    "conflict_title": _("您打开页面之后，他人也改了这一行。请选择保留哪一份："),
    "use_mine": _("用我的"),
    "use_theirs": _("用对方的"),
    "explain": _("，请在说明中写明情况"),
    "field_presence": _("本期无此项"),
    "field_quantity": _("本期数"),
    "field_numerator": _("分子"),
    "field_denominator": _("分母"),
    "field_stage": _("进展阶段"),
    "field_reason": _("本期无此项的原因"),
    "field_note": _("说明"),
    "field_problems": _("存在问题"),
    "field_next_steps": _("下一步打算"),
    "changed_elsewhere": _("{who} {time} 改过"),
    "handed_in": _("已由他人提交"),
    "paste_ready": _("{count} 格将填入"),
    "paste_blank": _("{count} 个空白格不改动"),
    "paste_left": _("{count} 格没有地方填，已列在下面"),
    "paste_and": _("，"),
    "paste_place": _("复制内容第 {row} 行第 {column} 列"),
    "paste_nowhere": _("没有地方填"),
    "paste_cancel": _("不填"),
    "paste_close": _("关闭"),
    "paste_filled": _("已填入 {count} 格"),
    "paste_undone": _("已撤销 {count} 格"),
    "paste_kept": _("{count} 格填入后又改过，保持现在的内容"),
    "wrong_password": _("用户名或密码不对，或账号暂时锁定。已填内容仍在本页。"),
}
"""Sentences by key; {…} is filled in by the script."""

EVIDENCE_WORDS = {
    "waiting": _("等待上传"),
    "sending": _("已传 {percent}%"),
    "storing": _("正在检查并保存"),
    "done": _("已上传"),
    "too_large": _("文件超过20 MB，请压缩或拆分后再传"),
    "offline": _("网络中断，没有传上去"),
    "unavailable": _("服务器暂时不能保存，请稍后重试"),
    "signed_out": _("登录已过期，请刷新页面重新登录后再传"),
    "form_expired": _("页面已过期，请刷新后再传"),
    "not_taken": _("没有传上去，请刷新页面再试；仍不行请联系管理员"),
    "told": _("{name}：{words}"),
    "retry": _("重试"),
}
"""Sentences of the upload of files by key; {…} is filled in by the script."""
