import ArgumentParser

extension Option where Value == String? {
  /// An option of the command line for a setting; its value is read with those of the other sources.
  init(_ setting: any SettingDescription) {
    self.init(name: .customLong(setting.optionName), help: setting.help)
  }
}

extension Option where Value == [String] {
  init(wrappedValue: [String], _ setting: ListSetting) {
    self.init(wrappedValue: wrappedValue, name: .customLong(setting.optionName), help: setting.help)
  }
}

extension Flag where Value == Bool? {
  init(_ setting: Setting<Bool>) {
    self.init(name: .customLong(setting.optionName), inversion: .prefixedNo, help: setting.help)
  }
}

extension SettingDescription {
  var help: ArgumentHelp {
    let text = defaultText.map { "\(summary) (default: \($0))" } ?? summary
    return ArgumentHelp("\(text) [\(variable)]", valueName: placeholder)
  }
}
