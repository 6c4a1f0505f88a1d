namespace Shield.PceSimulator.Labels;

internal sealed class LabelBook
{
    private readonly SortedDictionary<long, Label> _labels = [];

    public IReadOnlyCollection<Label> All => _labels.Values;

    public Label? Find(long id) => _labels.GetValueOrDefault(id);

    public Label? Find(Org org, string href) => _labels.Values.FirstOrDefault(label => org.Label(label.Id) == href);

    public Label Add(string key, string value, string? set, string? reference, Stamp stamp)
    {
        var label = new Label(_labels.Count + 1, key, value, set, reference, stamp);
        _labels.Add(label.Id, label);
        return label;
    }
}
