/// Where the functions of a catalog are (dsl.md, "Catalogs").
enum CatalogURI {
  /// The document of a function: `<catalog>/functions/<name>/<version>/function.yaml`.
  static func function(_ name: String, version: String, in catalog: String) -> String {
    var root = catalog[...]
    while root.last == "/" { root.removeLast() }
    return raw("\(root)/functions/\(name)/\(version)/function.yaml")
  }

  /// Where the content is of what a page of GitHub or GitLab shows; other URIs stay as they are.
  static func raw(_ uri: String) -> String {
    let parts = uri.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 5, parts[0] == "https:" || parts[0] == "http:" else { return uri }
    let path = parts[3...]
    switch parts[2] {
    case "github.com":
      let (owner, repository, rest) = (path[3], path[4], Array(path[5...]))
      let root = "https://raw.githubusercontent.com/\(owner)/\(repository)"
      guard let kind = rest.first, ["tree", "blob", "raw"].contains(kind), rest.count > 2 else {
        return "\(root)/HEAD/\(rest.joined(separator: "/"))"
      }
      let isFull = rest[1] == "refs"
      return "\(root)/\(isFull ? "" : "refs/heads/")\(rest[1...].joined(separator: "/"))"
    case "gitlab.com":
      guard let dash = path.firstIndex(of: "-"), dash + 1 < path.endIndex, ["tree", "blob"].contains(path[dash + 1])
      else { return uri }
      var raw = parts
      raw[dash + 1] = "raw"
      return raw.joined(separator: "/")
    default: return uri
    }
  }
}
