import Model
import Testing

@Suite struct VATNumberTests {
    @Test(
        "the number of a state of the Union is written without what people put between",
        arguments: [
            ("LT100012345678", "LT100012345678"), ("lt 1000 1234 5678", "LT100012345678"), ("LT304567890", "LT304567890"),
            ("ATU12345678", "ATU12345678"), ("NL004495445B01", "NL004495445B01"), ("IE6388047V", "IE6388047V"),
            ("IE1234567FA", "IE1234567FA"), ("FR40303265045", "FR40303265045"), ("ESX9999999X", "ESX9999999X"),
            ("EL123456789", "EL123456789"), ("DE 136.695.976", "DE136695976"), ("XIGD001", "XIGD001"),
        ])
    func read(typed: String, written: String) { #expect(VATNumber.read(typed) == written) }

    @Test(
        "what is too short, too long or not of its country is none",
        arguments: ["LT12345", "LT1234567890", "DE12345678", "ATU1234567", "PL123456789O", "NL00449544B01", "SE12345678901"])
    func wrong(typed: String) { #expect(VATNumber.read(typed) == nil) }

    @Test(
        "numbers of other states, and of none, stay as they were typed",
        arguments: ["", "GB 123 4567 89", "CHE-123.456.789 MWST", "12-3456789", "V-KAN-77", "none"])
    func other(typed: String) { #expect(VATNumber.read(typed) == typed) }
}
