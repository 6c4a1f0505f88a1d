using Shield.Core.Ledger;
using Shield.Operating.Answers;

namespace Shield.Operating.Status;

/// <summary>Takes apart what is composed, and hands <see cref="StatusReport"/> what it uses.</summary>
public static class StatusRun
{
    public static async Task<Answer<StatusResult>> ReadAsync(Composition composition, CancellationToken cancellationToken)
    {
        var settings = composition.Settings;
        var reader = await composition.OpenSituationAsync(cancellationToken);
        var ledger = await composition.OpenReaderAsync(cancellationToken);
        var answer = await StatusReport.ReadAsync(
            reader,
            settings,
            composition.OpenReaching(),
            settings.Channels.IsEmpty ? [] : await ledger.ReadNotesAsync(NoteKind.Told, cancellationToken),
            settings.Feeds.IsEmpty ? [] : await ledger.ReadNotesAsync(NoteKind.Feed, cancellationToken),
            composition.OpenUserNames(),
            composition.Now,
            cancellationToken
        );
        composition.TellUnknown(answer.Result.Answer.Orphans.Select(orphan => orphan.Entry));
        return answer;
    }
}
