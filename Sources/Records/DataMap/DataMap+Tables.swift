extension DataMap {
    static let people =
        table(
            "client", "Whom the agency serves.", .contract,
            [
                Group("id", .reference, .person, .kept),
                Group("slug email phone", .contact, .person, .emptied),
                // Whom an invoice that is kept names; without one, the row goes.
                Group("name address city postcode country vat", .contact, .person, .kept),
                Group("folded sort_name", .contact, .never, .emptied),
                Group("kind language currency archived erased basis", .content, .person, .kept),
            ])
        + table(
            "person", "Who can sign in.", .contract,
            [
                Group("id", .reference, .person, .orphaned),
                Group("email name language", .contact, .person, .emptied),
                Group("signed_in", .trace, .person, .emptied),
                Group("role", .content, .person, .kept),
                Group("password", .secret, .never, .emptied),
                Group("epoch", .technical, .never, .untouched),
                Group("disabled erased", .content, .person, .kept),
            ])
        + table(
            "contact", "Who may see which client's pages, and in which language.", .contract,
            [Group("id client person", .reference, .person, .row), Group("language sees", .content, .person, .row)])
        + table(
            "assignment", "Which agents look after which client.", .contract,
            [Group("person client", .reference, .agency, .row)])

    static let work =
        table(
            "client_case", "The matters that the agency handles.", .contract,
            [
                Group("id client", .reference, .person, .row),
                Group("assignee", .reference, .agency, .row),
                Group("slug title summary stages", .content, .person, .row),
                Group("status stage opened closed due", .content, .person, .row),
                Group("changed", .trace, .agency, .row),
            ])
        + table(
            "case_template", "What cases of one sort begin with.", .none,
            [Group("id name title summary stages papers_title papers_days", .technical, .agency, .untouched)])
        + table(
            "case_template_paper", "Papers that cases of one sort begin with asking for.", .none,
            [Group("template position title hint kinds largest", .technical, .agency, .untouched)])
        + table(
            "event", "The history of a case.", .contract,
            [
                Group("id case_id corrects", .reference, .person, .row),
                Group("author", .reference, .agency, .row),
                Group("day at kind visibility", .trace, .person, .row),
                Group("title body", .content, .person, .row),
            ])

    static let invoices =
        table(
            "invoice", "What the agency charges, and its books.", .legalDuty,
            [
                Group("id client credits", .reference, .person, .kept),
                Group("case_id", .reference, .person, .orphaned),
                Group("reference number series issued due service_from service_to", .money, .person, .kept),
                Group("currency status", .money, .person, .kept),
                Group("notes", .content, .person, .kept),
            ])
        + table(
            "invoice_line", "What was charged for.", .legalDuty,
            [
                Group("id invoice", .reference, .person, .kept),
                Group("description", .content, .person, .kept),
                Group("position quantity unit unit_price tax_rate tax_category exemption", .money, .person, .kept),
            ])
        + table(
            "invoice_party", "Whom an invoice names: who charged, and who was charged.", .legalDuty,
            [
                Group("invoice", .reference, .person, .kept),
                Group("role", .technical, .person, .kept),
                Group("name address city postcode country vat company_code email phone", .contact, .person, .kept),
            ])
        + table(
            "payment", "What was paid.", .legalDuty,
            [
                Group("id invoice", .reference, .person, .kept),
                Group("day amount provider reference", .money, .person, .kept),
            ])

    static let documents =
        table(
            "document", "Files on a case; their bytes are sealed outside the records.", .contract,
            [
                Group("id client case_id person receipt", .reference, .person, .row),
                Group("name", .content, .person, .row),
                Group("type size sha256 origin visibility received published removed_at", .trace, .person, .row),
                Group("version", .technical, .never, .row),
                Group("wrapped_key", .secret, .never, .row),
            ])
        + table(
            "receipt", "Proof of an upload, for who brought it; kept 90 days.", .contract,
            [Group("id client case_id person", .reference, .person, .expires), Group("at", .trace, .person, .expires)])
        + table(
            "receipt_file", "What an upload held; kept 90 days.", .contract,
            [
                Group("receipt document", .reference, .person, .expires),
                Group("position", .technical, .agency, .expires),
                Group("name", .content, .person, .expires),
                Group(
                    "size sha256 repeat refused_kind refused_word refused_arguments", .trace, .person, .expires),
            ])
        + table(
            "resumable", "Uploads under way, so that they go on after a lost connection; kept a day.", .contract,
            [
                Group("id client case_id person paper batch_receipt receipt document", .reference, .person, .expires),
                Group("batch length received expires", .technical, .never, .expires),
                Group("name metadata", .content, .person, .expires),
                Group("visibility", .trace, .person, .expires),
            ])
        + table(
            "resumable_piece", "Where the sealed pieces of an upload under way stand; gone at its end.", .contract,
            [
                Group("upload", .reference, .never, .expires),
                Group("start place size", .technical, .never, .expires),
                Group("wrapped_key", .secret, .never, .expires),
            ])

    static let access =
        table(
            "session", "Who is signed in.", .legitimateInterest,
            [
                Group("token", .secret, .never, .expires),
                Group("person", .reference, .person, .expires),
                Group("epoch", .technical, .never, .expires),
                Group("created seen proved device address", .trace, .person, .expires),
            ])
        + secondFactor
        + table(
            "invitation", "Links by which people set their first password.", .contract,
            [
                Group("token", .secret, .never, .expires),
                Group("person", .reference, .person, .expires),
                Group("created expires used", .trace, .person, .expires),
            ])
        + table(
            "device", "Browsers that people signed in from, so that strangers cannot lock them out.", .legitimateInterest,
            [
                Group("token", .secret, .never, .expires),
                Group("person", .reference, .person, .expires),
                Group("created", .trace, .person, .expires),
            ])
        + table(
            "audit", "Proof of who did what; holds identities only.", .legitimateInterest,
            [
                Group("actor subject", .reference, .person, .orphaned),
                Group("at action outcome", .trace, .person, .kept),
                Group("seq sealed hash", .technical, .agency, .untouched),
            ])
        + table(
            "audit_detail", "What an audit entry says beyond identities; may be deleted without breaking the proof.",
            .legitimateInterest,
            [
                Group("seq", .reference, .agency, .row),
                Group("salt", .secret, .agency, .row),
                Group("detail", .trace, .person, .row),
            ])

    static let machinery =
        table(
            "setting", "The agency's own name, address, account and choices.", .contract,
            [Group("key", .technical, .agency, .untouched), Group("value", .contact, .agency, .untouched)])
        + table(
            "picture", "The agency's own picture, as its pages show it.", .contract,
            [Group("name", .technical, .agency, .untouched), Group("bytes", .content, .agency, .untouched)])
        + table(
            "counter", "Counts without gaps.", .none, [Group("name value", .technical, .agency, .untouched)])
        + table(
            "stale", "Pages that must be rendered again.", .none,
            [Group("page", .reference, .never, .expires), Group("gen withdrawn", .technical, .never, .expires)])
        + table(
            "page_file", "Which rendered files there are.", .none,
            [
                Group("path page", .reference, .never, .row),
                Group("size sha256 fresh_until", .technical, .never, .row),
            ])
        + table(
            "migration", "Which steps of the schema were taken.", .none,
            [Group("position name digest", .technical, .never, .untouched)])
}
