extension DataMap {
    static let previews =
        table(
            "conversion", "How far thumbnails, previews and texts of documents have come.", .contract,
            [Group("document", .reference, .never, .row), Group("state reason tries", .technical, .never, .row)])
        + table(
            "derived", "Thumbnails, previews, copies and texts of documents; their bytes are sealed outside the records.",
            .contract,
            [
                Group("id document client", .reference, .never, .row),
                Group("kind type size sha256 width height", .technical, .never, .row),
                Group("wrapped_key", .secret, .never, .row),
            ])
        + table(
            "search_row", "What staff search: a copy of names and texts, made again from the records.", .contract,
            [
                Group("subject client", .reference, .never, .row),
                Group("position kind scope", .technical, .never, .row),
                Group("title body", .content, .never, .row),
            ])
        + table(
            "search_due", "Which records the search must look at again.", .contract,
            [Group("subject", .reference, .never, .expires), Group("kind", .technical, .never, .expires)])
        + table(
            "search", "The index of the search.", .contract,
            [Group("scope", .technical, .never, .row), Group("title body", .content, .never, .row)])
        + table(
            "search_data", "The index's words, and in which rows they stand.", .contract,
            [Group("id", .technical, .never, .row), Group("block", .content, .never, .row)])
        + table(
            "search_idx", "Where in the index a word stands.", .contract,
            [Group("segid pgno", .technical, .never, .row), Group("term", .content, .never, .row)])
        + table(
            "search_docsize", "How many words a row of the index has.", .none,
            [Group("id sz", .technical, .never, .row)])
        + table(
            "search_config", "How the index is made.", .none,
            [Group("k v", .technical, .never, .untouched)])
}
