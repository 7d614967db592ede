import JSON

extension Machine {
  @inline(__always)
  mutating func fork(_ kind: ForkPoint.Kind, to address: Int, index: Int = 0, cell: Cell) {
    forks.append(
      ForkPoint(
        kind: kind, address: Int32(address), frame: Int32(frame), frames: Int32(frames.count),
        slots: Int32(slots.count), closures: Int32(closures.count), pathSlots: Int32(pathSlots.count), index: index,
        cell: cell, path: path))
  }

  /// Lets the stacks fall back to what they were at a fork point.
  @inline(__always)
  private mutating func fall(to fork: ForkPoint) {
    if frames.count > Int(fork.frames) { frames.removeLast(frames.count - Int(fork.frames)) }
    if slots.count > Int(fork.slots) { slots.removeLast(slots.count - Int(fork.slots)) }
    if closures.count > Int(fork.closures) { closures.removeLast(closures.count - Int(fork.closures)) }
    if pathSlots.count > Int(fork.pathSlots) { pathSlots.removeLast(pathSlots.count - Int(fork.pathSlots)) }
    if frame != Int(fork.frame) { select(Int(fork.frame)) }
    address = Int(fork.address)
  }

  /// Goes on where another output can come from; `false` when there is no such place.
  mutating func backtrack() throws(Raised) -> Bool {
    while let last = forks.indices.last {
      switch forks[last].kind {
      case .each:
        stepEach(last)
        return true
      case .pathEach:
        try stepPathEach(last)
        return true
      case .range:
        if stepRange(last) { return true }
      case .resume:
        let fork = forks.removeLast()
        fall(to: fork)
        current = fork.cell
        path = fork.path
        return true
      case .alternative:
        let fork = forks.removeLast()
        fall(to: fork)
        if slots[base + fork.index].value.isTruthy { continue }
        current = fork.cell
        path = fork.path
        return true
      case .attempt, .attemptEnd, .destructure, .mark, .label: forks.removeLast()
      }
    }
    return false
  }

  @inline(__always)
  private mutating func stepEach(_ last: Int) {
    let index = forks[last].index
    let depth = forks[last].cell.depth - 1
    switch forks[last].cell.value {
    case .array(let elements):
      current = Cell(elements[index], depth: depth)
      advance(last, index + 1 == elements.count)
    case .object(let members):
      current = Cell(members[index].value, depth: depth)
      advance(last, index + 1 == members.count)
    default: break
    }
  }

  /// To the next position; after the last the fork point is no longer needed.
  @inline(__always)
  private mutating func advance(_ last: Int, _ isLast: Bool) {
    fallTop()
    if isLast { forks.removeLast() } else { forks[last].index += 1 }
  }

  @inline(__always)
  private mutating func fallTop() {
    let last = forks.count - 1
    let height = (
      frames: Int(forks[last].frames), slots: Int(forks[last].slots), closures: Int(forks[last].closures),
      pathSlots: Int(forks[last].pathSlots), frame: Int(forks[last].frame), address: Int(forks[last].address)
    )
    if frames.count > height.frames { frames.removeLast(frames.count - height.frames) }
    if slots.count > height.slots { slots.removeLast(slots.count - height.slots) }
    if closures.count > height.closures { closures.removeLast(closures.count - height.closures) }
    if pathSlots.count > height.pathSlots { pathSlots.removeLast(pathSlots.count - height.pathSlots) }
    if frame != height.frame { select(height.frame) }
    address = height.address
  }

  private mutating func stepPathEach(_ last: Int) throws(Raised) {
    let index = forks[last].index
    let depth = forks[last].cell.depth - 1
    guard let base = forks[last].path else { return }
    switch forks[last].cell.value {
    case .array(let elements):
      current = Cell(elements[index], depth: depth)
      path = try PathNode(base, .number(index), current.value)
      advance(last, index + 1 == elements.count)
    case .object(let members):
      let member = members[index]
      current = Cell(member.value, depth: depth)
      path = try PathNode(base, .string(member.key), member.value)
      advance(last, index + 1 == members.count)
    default: break
    }
  }

  /// The next number of a range that lies in slot `index` and ends below the one in the slot after it.
  private mutating func stepRange(_ last: Int) -> Bool {
    fallTop()
    let slot = base + forks[last].index
    let end = slots[slot + 1].value
    if case .integer(let number) = slots[slot].value, case .integer(let bound) = end {
      guard number < bound else {
        forks.removeLast()
        return false
      }
      slots[slot].value = .integer(number + 1)
      path = forks[last].path
      if number + 1 == bound { forks.removeLast() }
      current = Cell(.integer(number))
      return true
    }
    let number = slots[slot].value.doubleValue ?? .nan
    guard let bound = end.doubleValue, number < bound else {
      forks.removeLast()
      return false
    }
    slots[slot].value = .number(number + 1)
    path = forks[last].path
    current = Cell(.number(number))
    return true
  }

  /// Leads an error to the attempt that catches it, or out.
  mutating func unwind(_ error: Raised) throws(Raised) {
    guard error.kind.isCatchable else { throw error }
    while let fork = forks.popLast() {
      switch fork.kind {
      case .attempt:
        fall(to: fork)
        current = Cell(error.value)
        path = fork.path
        return
      case .attemptEnd: forks.removeLast(forks.count - fork.index)
      case .destructure:
        fall(to: fork)
        current = fork.cell
        path = fork.path
        return
      default: break
      }
    }
    throw error
  }

  /// Ends what a label covers.
  mutating func breakOut(to label: Int) {
    while let fork = forks.popLast() {
      if fork.kind == .label, fork.index == label { return }
    }
  }

  /// Drops the fork points from a mark on.
  @inline(__always)
  mutating func cut(_ slot: Int) {
    guard case .integer(let height) = slots[slot].value, forks.count > Int(height) else { return }
    forks.removeLast(forks.count - Int(height))
    trim()
  }

  /// Removes the frames that neither the current one nor a fork point needs any more.
  private mutating func trim() {
    let needed = max(frame + 1, forks.last.map { Int($0.frames) } ?? 0)
    guard frames.count > needed else { return }
    let first = frames[needed]
    frames.removeLast(frames.count - needed)
    slots.removeLast(slots.count - Int(first.slots))
    closures.removeLast(closures.count - Int(first.closures))
    if pathSlots.count > Int(first.pathSlots) { pathSlots.removeLast(pathSlots.count - Int(first.pathSlots)) }
  }
}
