internal import JQ

/// Filters by their text and variables: documents repeat themselves.
struct FilterCache {
  struct Key: Hashable {
    let source: String
    let place: Scope.Place
    let locals: [String]
  }

  private var filters: [Key: Filter] = [:]

  subscript(key: Key) -> Filter? {
    get { filters[key] }
    set { filters[key] = newValue }
  }
}
