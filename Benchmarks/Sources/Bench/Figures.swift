extension Duration {
  /// Such as `12.3 ms`.
  var inMilliseconds: String { "\((self / .milliseconds(1)).rounded(toPlaces: 1)) ms" }
}

extension Int {
  /// A number of bytes, such as `34.5 MiB`.
  var inMebibytes: String { "\((Double(self) / 1_048_576).rounded(toPlaces: 1)) MiB" }
}

extension Double {
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
