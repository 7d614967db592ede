/// The settings that one source gives, as they are written there.
struct GivenSettings: Sendable {
  private(set) var texts: [String: [String]] = [:]

  mutating func give(_ setting: any SettingDescription, _ texts: [String]) {
    if !texts.isEmpty { self.texts[setting.key] = texts }
  }

  mutating func give(_ setting: any SettingDescription, _ text: String?) { give(setting, text.map { [$0] } ?? []) }

  mutating func give(_ setting: any SettingDescription, _ flag: Bool?) {
    give(setting, flag.map { $0 ? "true" : "false" })
  }

  mutating func give(_ others: GivenSettings) { texts.merge(others.texts) { _, last in last } }

  subscript(setting: any SettingDescription) -> [String]? { texts[setting.key] }
}
