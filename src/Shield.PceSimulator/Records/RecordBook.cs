using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Records;

/// <summary>The objects of each collection, by the collection's href.</summary>
internal sealed class RecordBook
{
    private readonly Dictionary<string, OrderedDictionary<string, JsonObject>> _collections = [];
    private readonly Dictionary<string, long> _numbers = [];

    public IReadOnlyCollection<JsonObject> In(string collection) =>
        _collections.TryGetValue(collection, out var records) ? records.Values : [];

    public JsonObject? Find(string href) =>
        _collections.TryGetValue(CollectionOf(href), out var records) ? records.GetValueOrDefault(href) : null;

    public long NextNumber(string collection) => _numbers[collection] = _numbers.GetValueOrDefault(collection) + 1;

    public void Put(string href, JsonObject record)
    {
        var collection = CollectionOf(href);
        if (!_collections.TryGetValue(collection, out var records))
        {
            _collections[collection] = records = [];
        }

        records[href] = record;
    }

    public void Remove(string href) => _collections[CollectionOf(href)].Remove(href);

    private static string CollectionOf(string href) => href[..href.LastIndexOf('/')];
}
