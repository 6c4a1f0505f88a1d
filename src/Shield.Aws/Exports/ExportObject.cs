namespace Shield.Aws.Exports;

/// <param name="WrittenAt">By S3's clock, to the second; of an upload in parts, when it began.</param>
public sealed record ExportObject(string Key, DateTimeOffset WrittenAt);
