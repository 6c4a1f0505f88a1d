namespace Shield.Cli.Sources;

/// <summary>Which place a name on the command line means.</summary>
internal static class FindingPlaces
{
    /// <param name="name">A path, <c>-</c>, <c>s3://bucket/prefix</c> or <c>sqs://queue</c>.</param>
    /// <param name="after">For S3: the key to begin after.</param>
    /// <param name="region">For AWS; null for the one that its SDK finds for itself.</param>
    /// <param name="openInput">Standard input.</param>
    public static IFindingPlace Of(string name, string? after, string? region, Func<Stream> openInput) =>
        IsExport(name) ? new ExportPlace(name[ExportPlace.Scheme.Length..], after, region)
        : name.StartsWith(QueuePlace.Scheme, StringComparison.Ordinal) ? new QueuePlace(name[QueuePlace.Scheme.Length..], region)
        : new FilePlace(name, openInput);

    public static bool IsExport(string name) => name.StartsWith(ExportPlace.Scheme, StringComparison.Ordinal);
}
