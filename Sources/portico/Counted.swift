/// A number with its noun: `1 agency`, `2 agencies`.
func counted(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
}
