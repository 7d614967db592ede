/// Where a coder is, kept so that the path is only put together for an error: a container and a key in it.
struct CodingPlace {
  let container: Container?
  let key: (any CodingKey)?

  static var root: CodingPlace { CodingPlace(container: nil, key: nil) }

  /// The container at this place, to which its members' places refer.
  func asContainer() -> Container { Container(place: self) }

  var path: [any CodingKey] {
    var path: [any CodingKey] = []
    var place = self
    while true {
      if let key = place.key { path.append(key) }
      guard let container = place.container else { break }
      place = container.place
    }
    return path.reversed()
  }

  final class Container {
    let place: CodingPlace

    init(place: CodingPlace) { self.place = place }

    func member(_ key: some CodingKey) -> CodingPlace { CodingPlace(container: self, key: key) }
    var path: [any CodingKey] { place.path }
  }
}

struct IndexKey: CodingKey {
  let intValue: Int?
  var stringValue: String { "Index \(intValue ?? 0)" }

  init(_ index: Int) { intValue = index }
  init(intValue: Int) { self.intValue = intValue }
  init?(stringValue: String) { nil }
}

struct NameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
