import Model
public import Site

/// What is wrong with the texts and their claims: `portico policy lint`. Each problem is one sentence.
public enum PolicyLint {
    /// - Parameter site: with its texts and claims.
    public static func problems(_ site: Site) throws -> [String] {
        try problems(site, checks: Set(Check.all.map(\.name)), broken: Set(Sabotage.all.flatMap(\.breaks)))
    }

    /// - Parameters:
    ///   - checks: the names of those that there are.
    ///   - broken: those that some sabotage breaks.
    static func problems(_ site: Site, checks names: Set<String>, broken: Set<String>) throws -> [String] {
        let (texts, claims) = (try site.policySentences(), site.claims)
        return lines(texts) + languages(texts) + ledger(texts, site.sentenceLedger) + promises(texts, claims)
            + claims.all.flatMap { claim in (site.weakened[claim.id] ?? []).map { "\(claim.id) \($0)" } }
            + checks(claims, site.languages, names, broken)
    }

    /// Every line of a text that people read is one sentence and ends in an id.
    private static func lines(_ texts: [PolicySentences]) -> [String] {
        texts.flatMap { text in
            text.unmarked.map { "\(text.file): no id at the end of: \($0)" }
                + text.surplus.map { "\(text.file): the line of \($0.id) has a second sentence: \($0.text)" }
        }
    }

    /// The same ids in the same order in every language.
    private static func languages(_ texts: [PolicySentences]) -> [String] {
        Dictionary(grouping: texts, by: \.name).values.flatMap { group -> [String] in
            guard let english = group.first(where: { $0.language == "en" }) else { return [] }
            return group.filter { $0.ids != english.ids }.map { other in
                let (less, more) = (Set(english.ids).subtracting(other.ids), Set(other.ids).subtracting(english.ids))
                let difference =
                    less.isEmpty && more.isEmpty
                    ? "another order" : (less.map { "−\($0)" } + more.map { "+\($0)" }).sorted().joined(separator: " ")
                return "\(other.file): not the sentences of \(english.file): \(difference)"
            }
        }.sorted()
    }

    /// An id belongs to one text for ever: content/sentences.txt names every id that was ever given, those that are gone with a hyphen.
    private static func ledger(_ texts: [PolicySentences], _ ledger: [String]) -> [String] {
        let live = Set(texts.flatMap(\.ids))
        let (known, gone) = (
            Set(ledger.filter { !$0.hasPrefix("-") }), Set(ledger.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
        )
        return live.intersection(gone).sorted().map { "\($0) was given up and must not be used again" }
            + live.subtracting(known).subtracting(gone).sorted().map { "\($0) does not stand in content/sentences.txt" }
            + known.subtracting(live).sorted().map {
                "\($0) stands in content/sentences.txt and in no text: put a hyphen before it"
            }
            + Dictionary(
                grouping: texts.filter { $0.language == "en" }.flatMap { text in text.ids.map { ($0, text.name) } }, by: \.0
            )
            .filter { $0.value.count > 1 }.keys.sorted().map { "\($0) stands in two texts" }
    }

    private static func promises(_ texts: [PolicySentences], _ claims: Claims) -> [String] {
        let live = Set(texts.flatMap(\.ids))
        let sentences = live.filter { claims.of(sentence: $0).isEmpty }.sorted().map { "no claim names the sentence \($0)" }
        return sentences
            + claims.all.flatMap { claim -> [String] in
                let stray = claim.sentences.filter { !live.contains($0) }.map {
                    "\(claim.id) names the sentence \($0), which no text has"
                }
                let mute = claim.sentences.isEmpty ? ["\(claim.id) names no sentence"] : []
                let needsCheck = claim.state == .built && claim.kind != .attested
                return stray + mute + (needsCheck && claim.checks.isEmpty ? ["\(claim.id) has no check"] : [])
            }
    }

    private static func checks(
        _ claims: Claims, _ languages: [String], _ names: Set<String>, _ broken: Set<String>
    ) -> [String] {
        let used = Set(claims.all.flatMap(\.checks))
        return used.subtracting(names).sorted().map { "there is no check \($0)" }
            + names.subtracting(used).sorted().map { "no claim needs the check \($0)" }
            + names.subtracting(broken).sorted().map { "no sabotage breaks the check \($0)" }
            + broken.subtracting(names).sorted().map { "a sabotage breaks the check \($0), which there is not" }
            + claims.described.subtracting(names).sorted().map { "content/checks.yaml describes \($0), which there is not" }
            + names.sorted().flatMap { name in
                languages.filter { !claims.isDescribed(name, in: $0) }.map {
                    "content/checks.yaml does not say in \($0) what \(name) does"
                }
            }
    }
}
