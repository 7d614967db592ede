print("juggler")
