/// The colours of jq 1.8, or those that `JQ_COLORS` names: for null, false, true, numbers, strings, arrays, objects and keys.
struct JQColors: Sendable, Equatable {
  var null = "0;90"
  var `false` = "0;39"
  var `true` = "0;39"
  var numbers = "0;39"
  var strings = "0;32"
  var arrays = "1;39"
  var objects = "1;39"
  var keys = "34;1"

  /// - Parameter description: codes between colons, as in `0;90:0;31`; what it leaves out keeps its default, and
  ///   anything that is not a list of codes counts as left out altogether.
  init(_ description: String? = nil) {
    guard let description, description.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ";" || $0 == ":") }) else {
      return
    }
    let places: [WritableKeyPath<JQColors, String>] = [
      \.null, \.false, \.true, \.numbers, \.strings, \.arrays, \.objects, \.keys,
    ]
    for (place, code) in zip(places, description.split(separator: ":", omittingEmptySubsequences: false)) {
      self[keyPath: place] = String(code)
    }
  }
}
