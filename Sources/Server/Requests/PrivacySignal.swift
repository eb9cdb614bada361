import HTTPTypes

extension HTTPField.Name {
    static let globalPrivacyControl = known("Sec-GPC")
    static let doNotTrack = known("DNT")
}

/// What a browser asks of every site at once: Global Privacy Control (`Sec-GPC: 1`), and `DNT: 1` before it. Both are an
/// objection by automated means (GDPR, Article 21(5)): whoever sends one is not counted, whatever was chosen earlier.
enum PrivacySignal {
    static func isSet(_ fields: some HeaderFields) -> Bool {
        fields.line(.globalPrivacyControl) == "1" || fields.line(.doNotTrack) == "1"
    }
}
