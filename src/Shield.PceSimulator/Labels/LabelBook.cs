namespace Shield.PceSimulator.Labels;

internal sealed class LabelBook
{
    private readonly SortedDictionary<long, Label> _labels = [];

    /// <summary>Deleted ones too.</summary>
    public IReadOnlyCollection<Label> All => _labels.Values;

    public Label? Find(long id) => _labels.GetValueOrDefault(id);

    /// <summary>One that may be used.</summary>
    public Label? Find(Org org, string href) => _labels.Values.FirstOrDefault(label => !label.Deleted && org.Label(label.Id) == href);

    public Label Add(string key, string value, string? set, string? reference, Stamp stamp)
    {
        var label = new Label
        {
            Id = _labels.Count + 1,
            Key = key,
            Value = value,
            ExternalDataSet = set,
            ExternalDataReference = reference,
            Created = stamp,
            Updated = stamp,
        };
        Put(label);
        return label;
    }

    public void Put(Label label) => _labels[label.Id] = label;
}
