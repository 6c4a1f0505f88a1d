namespace Shield.PceSimulator.Labels;

/// <summary>Labels are not provisioned: a change is in force at once.</summary>
internal sealed record Label(long Id, string Key, string Value, string? ExternalDataSet, string? ExternalDataReference, Stamp Created);
