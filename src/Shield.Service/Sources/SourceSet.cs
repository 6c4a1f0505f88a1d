using System.Collections.Immutable;
using Shield.Hosting.Settings;
using Shield.Service.Recording;
using Shield.Service.Settings;

namespace Shield.Service.Sources;

/// <summary>The sources that the settings name, each on where it is named; feeds may be named later.</summary>
internal sealed class SourceSet(ImmutableArray<ISource> sources) : IDisposable
{
    public ImmutableArray<ISource> All => sources;

    public static SourceSet Of(
        ShieldSettings settings,
        Recorder recorder,
        FeedsSource feeds,
        LiveSettings live,
        Action<string> note,
        TimeProvider clock
    )
    {
        var (service, region) = (settings.Service, settings.LedgerRegion);
        return new SourceSet([
            .. new ISource?[]
            {
                service.Folder is { } folder ? new FolderSource(folder, recorder, live, note, clock) : null,
                service.Queue is { } queue ? new QueueSource(queue, service.QueueDeadLetters, region, recorder, live, note, clock) : null,
                service.Export is null ? null : new ExportSource(service, region, recorder, live, note, clock),
                feeds,
            }.OfType<ISource>(),
        ]);
    }

    public void Dispose()
    {
        foreach (var source in sources)
        {
            source.Dispose();
        }
    }
}
