using Shield.Hosting.Recording;
using Shield.Pce.Calling;
using Shield.Service.Recording;
using Shield.Service.Settings;

namespace Shield.Service.Sources;

/// <summary>
/// A folder that somebody puts files of findings into. A file is taken when it has not changed for a while, and moved once it is recorded:
/// to <c>done/</c>, or to <c>failed/</c> where something in it is no finding. Where the process dies between the two, it is read again,
/// which changes nothing.
/// </summary>
internal sealed class FolderSource(string folder, Recorder recorder, LiveSettings settings, Action<string> note, TimeProvider clock)
    : ISource
{
    private const string Done = "done";
    private const string Failed = "failed";

    /// <summary>Faults of single files that are named; the rest is a number.</summary>
    private const int MostNamed = 5;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A file that looks broken may still be written, by somebody who pauses: so long it must stay as it is before it counts as broken.
    /// </summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Seen> _seen = [];

    public SourceState State { get; } = new("folder", folder, clock);

    public void Dispose() { }

    public async Task<TimeSpan> TakeAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var files = Files();
        foreach (var gone in _seen.Keys.Except(files.Select(file => file.Name)).ToList())
        {
            _seen.Remove(gone);
        }

        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsWhole(file) && await TakeAsync(file, cancellationToken) is { } fault)
            {
                faults.Add($"{file.Name}: {fault}");
            }
        }

        Tell(faults);
        return Every;
    }

    private void Tell(List<string> faults)
    {
        if (faults is [])
        {
            State.Works();
            return;
        }

        var more = faults.Count > MostNamed ? $"; and {faults.Count - MostNamed} more" : "";
        var why = $"{string.Join("; ", faults.Take(MostNamed))}{more}";
        if (State.Failed(why, clock.GetUtcNow() + Every))
        {
            note($"folder: {why}; it is tried again, and the other files are taken");
        }
    }

    /// <summary>
    /// Regular files only: a pipe or a device has no length, and neither has a file that somebody only just created. A link may lead
    /// anywhere.
    /// </summary>
    private List<FileInfo> Files() =>
        [
            .. new DirectoryInfo(folder)
                .EnumerateFiles()
                .Where(file => FindingNames.IsOne(file.Name) && !file.Name.StartsWith('.'))
                .Where(file => file.LinkTarget is null && file is { Exists: true, Length: > 0 })
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];

    /// <summary>It is as it was for long enough, and was not looked at since.</summary>
    private bool IsWhole(FileInfo file)
    {
        if (!_seen.TryGetValue(file.Name, out var seen) || !seen.IsOf(file))
        {
            _seen[file.Name] = seen = new Seen(file.Length, file.LastWriteTimeUtc, clock.GetTimestamp());
        }

        return Unchanged(seen) >= (seen.LooksBroken ? Doubt : settings.Now.Recording.Service.FolderSettle);
    }

    private TimeSpan Unchanged(Seen seen) => clock.GetElapsedTime(seen.Since);

    /// <returns>Why it stays; null where it was taken, or is not whole yet.</returns>
    private async Task<string?> TakeAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var seen = _seen[file.Name];
        try
        {
            if (seen.Recorded is not { } recorded)
            {
                await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
                recorded = await recorder.RecordAsync(
                    stream,
                    file.Name,
                    "folder",
                    settings.Now.Recording.MaxRecordBytes,
                    cancellationToken
                );
                file.Refresh();
                if (!file.Exists || !seen.IsOf(file))
                {
                    // It was written to meanwhile: what was read counts, and all of it is read once more when it is whole.
                    _seen.Remove(file.Name);
                    return null;
                }

                if (recorded.Rejected.Count > 0 && Unchanged(seen) < Doubt)
                {
                    _seen[file.Name] = seen with { LooksBroken = true };
                    return null;
                }

                State.Recorded(recorded.Intake.Findings, recorded.Rejected.Count);
                _seen[file.Name] = seen with { Recorded = recorded };
            }

            Move(file, recorded);
            _seen.Remove(file.Name);
            return null;
        }
        catch (Exception fault) when (BoundedFile.WhyNot(fault, file.FullName) is { } why)
        {
            return why;
        }
    }

    private void Move(FileInfo file, RecordedInput recorded)
    {
        var isFailed = recorded.Rejected.Count > 0;
        var place = Directory.CreateDirectory(Path.Combine(folder, isFailed ? Failed : Done));
        var target = FreeName(place.FullName, file.Name);
        if (isFailed)
        {
            note(
                $"folder: {file.Name}: {recorded.Rejected.Count} part(s) were rejected, {recorded.Intake.Findings} finding(s) recorded; "
                    + $"it is in {Failed}/, with the reasons beside it"
            );
            File.WriteAllLines(
                $"{target}.why.txt",
                recorded.Rejected.Listed.Select(part => $"{part.Position}: {part.Reason}").Append($"{recorded.Rejected.Count} in all")
            );
        }

        File.Move(file.FullName, target, overwrite: false);
    }

    /// <summary>A second file of that name does not take the place of the first.</summary>
    private string FreeName(string place, string name)
    {
        var target = Path.Combine(place, name);
        return File.Exists(target)
            ? Path.Combine(
                place,
                $"{Path.GetFileNameWithoutExtension(name)}-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}{Path.GetExtension(name)}"
            )
            : target;
    }

    /// <param name="Since">Since when it is so, as a timestamp of the clock.</param>
    private sealed record Seen(long Length, DateTime WrittenAt, long Since)
    {
        /// <summary>It was read once, and something in it was no finding.</summary>
        public bool LooksBroken { get; init; }

        /// <summary>All that was in it is recorded, and it could not be moved.</summary>
        public RecordedInput? Recorded { get; init; }

        public bool IsOf(FileInfo file) => file.Length == Length && file.LastWriteTimeUtc == WrittenAt;
    }
}
