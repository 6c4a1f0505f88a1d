using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>
/// Deletes objects of ours in the draft. What is pending deletion already is left as it is, and after a lost answer it is looked whether
/// the object is gone before it is deleted again.
/// </summary>
internal sealed class Deletions(PceClient client, OurObjects ours)
{
    public Task DeleteRuleSetAsync(RuleSetWire ruleSet, CancellationToken cancellationToken) =>
        DeleteAsync(
            ruleSet.Href,
            WireText.Pending(ruleSet.UpdateType),
            async () =>
            {
                var now = await ours.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
                return now.Any(one => one.Href == ruleSet.Href && one.UpdateType is not "delete");
            },
            cancellationToken
        );

    public Task DeleteListAsync(PceList list, CancellationToken cancellationToken) =>
        DeleteAsync(
            list.Href,
            list.Pending,
            async () =>
            {
                var now = await ours.ReadListsAsync(list.Mark.Mode, cancellationToken).ConfigureAwait(false);
                return now.Any(one => one.Href == list.Href && one.Pending is not PendingUpdate.Delete);
            },
            cancellationToken
        );

    public Task DeleteRuleAsync(DenyRuleWire rule, CancellationToken cancellationToken) =>
        DeleteAsync(
            rule.Href,
            WireText.Pending(rule.UpdateType),
            async () =>
            {
                var now = await client.FindAsync(rule.Href, PceJson.Default.DenyRuleWire, cancellationToken).ConfigureAwait(false);
                return now is { UpdateType: not "delete" };
            },
            cancellationToken
        );

    private async Task DeleteAsync(string href, PendingUpdate? pending, Func<Task<bool>> isThereStill, CancellationToken cancellationToken)
    {
        if (pending is PendingUpdate.Delete)
        {
            return;
        }

        await LostAnswers
            .SendAsync(left => client.DeleteAsync(href, left, cancellationToken), async _ => !await isThereStill().ConfigureAwait(false))
            .ConfigureAwait(false);
    }
}
