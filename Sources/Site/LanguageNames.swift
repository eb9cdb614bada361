import Foundation

extension Site {
    /// A language by the name that its own speakers give it, such as `Lietuvių`: who looks for it need not read another.
    public func languageName(_ language: String) -> String {
        let locale = Locale(identifier: language)
        let name = locale.localizedString(forLanguageCode: language) ?? language
        return name.prefix(1).uppercased(with: locale) + name.dropFirst()
    }
}
