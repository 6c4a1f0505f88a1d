using Shield.Aws;
using Shield.Aws.Exports;
using Shield.Hosting.Recording;
using Shield.Hosting.Settings;
using Shield.Service.Recording;
using Shield.Service.Settings;

namespace Shield.Service.Sources;

/// <summary>
/// Objects of findings in S3, above all GuardDuty's export. Every few minutes those that are new are recorded, in the order in which they
/// were written; their keys have another order. The first that cannot be read ends the look, so that none is left out.
/// </summary>
internal sealed class ExportSource : ISource
{
    /// <summary>The bookmark is written after so many objects, and at the end of a look.</summary>
    private const int Together = 100;

    private readonly ExportBucket _bucket;
    private readonly string _prefix;
    private readonly string _url;
    private readonly Recorder _recorder;
    private readonly LiveSettings _settings;
    private readonly Action<string> _note;
    private readonly string _file;
    private ExportBookmark? _bookmark;

    public ExportSource(
        ServiceSettings service,
        string? region,
        Recorder recorder,
        LiveSettings settings,
        Action<string> note,
        TimeProvider clock
    )
    {
        (_url, _file) = (service.Export!, service.ExportBookmark);
        var parts = _url[ServiceSettings.ExportScheme.Length..].Split('/', 2);
        _bucket = ExportBucket.Connect(parts[0], region);
        _prefix = parts is [_, var prefix] ? prefix : "";
        (_recorder, _settings, _note) = (recorder, settings, note);
        State = new SourceState("export", _url, clock);
    }

    public SourceState State { get; }

    public void Dispose() => _bucket.Dispose();

    public async Task<TimeSpan> TakeAsync(CancellationToken cancellationToken)
    {
        _bookmark ??= ExportBookmark.Read(_file, _url, _note);
        var news = new List<ExportObject>();
        await foreach (var found in _bucket.ListAsync(_prefix, after: null, cancellationToken))
        {
            if (FindingNames.IsOne(found.Key) && _bookmark.IsNew(found))
            {
                news.Add(found);
            }
        }

        foreach (var some in news.OrderBy(found => found.WrittenAt).ThenBy(found => found.Key, StringComparer.Ordinal).Chunk(Together))
        {
            try
            {
                foreach (var found in some)
                {
                    await RecordAsync(found, cancellationToken);
                    _bookmark = _bookmark.With(found);
                }
            }
            finally
            {
                _bookmark = _bookmark.Trimmed();
                _bookmark.Write(_file);
            }
        }

        State.Works();
        return _settings.Now.Recording.Service.ExportEvery;
    }

    private async Task RecordAsync(ExportObject found, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await _bucket.OpenAsync(found.Key, cancellationToken);
            var recorded = await _recorder.RecordAsync(
                stream,
                found.Key,
                "export",
                _settings.Now.Recording.MaxRecordBytes,
                cancellationToken
            );
            State.Recorded(recorded.Intake.Findings, recorded.Rejected.Count);
            if (recorded.Rejected.Listed is [var first, ..])
            {
                _note($"export: {found.Key}: {recorded.Rejected.Count} part(s) were rejected, first {first.Position}: {first.Reason}");
            }
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw new AwsException(AwsFault.Other, $"The object '{found.Key}' broke off: {fault.Message}");
        }
    }
}
