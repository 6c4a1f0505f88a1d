using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Shield.Tests.Deploy;

/// <summary>deploy/terraform makes what deploy/template.yaml makes.</summary>
public sealed class The_Terraform_module
{
    private static readonly ImmutableDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["AWS::CloudWatch::Alarm"] = "aws_cloudwatch_metric_alarm",
        ["AWS::CloudWatch::Dashboard"] = "aws_cloudwatch_dashboard",
        ["AWS::DynamoDB::Table"] = "aws_dynamodb_table",
        ["AWS::EC2::SecurityGroup"] = "aws_security_group",
        ["AWS::EC2::VPCEndpoint"] = "aws_vpc_endpoint",
        ["AWS::Events::EventBus"] = "aws_cloudwatch_event_bus",
        // Terraform has one policy a bus: it is made of these two.
        ["AWS::Events::EventBusPolicy"] = "aws_iam_policy_document",
        ["AWS::Events::Rule"] = "aws_cloudwatch_event_rule",
        ["AWS::IAM::ManagedPolicy"] = "aws_iam_policy",
        ["AWS::IAM::Role"] = "aws_iam_role",
        ["AWS::Lambda::EventInvokeConfig"] = "aws_lambda_function_event_invoke_config",
        ["AWS::Lambda::EventSourceMapping"] = "aws_lambda_event_source_mapping",
        ["AWS::Lambda::Function"] = "aws_lambda_function",
        ["AWS::Lambda::Permission"] = "aws_lambda_permission",
        ["AWS::Logs::LogGroup"] = "aws_cloudwatch_log_group",
        ["AWS::SNS::Subscription"] = "aws_sns_topic_subscription",
        ["AWS::SNS::Topic"] = "aws_sns_topic",
        ["AWS::SNS::TopicPolicy"] = "aws_sns_topic_policy",
        ["AWS::SQS::Queue"] = "aws_sqs_queue",
        ["AWS::SQS::QueuePolicy"] = "aws_sqs_queue_policy",
        ["AWS::SSM::Parameter"] = "aws_ssm_parameter",
    }.ToImmutableDictionary();

    /// <summary>What is a property in CloudFormation, and a resource of its own in Terraform.</summary>
    private static readonly ImmutableHashSet<string> Companions =
    [
        "aws_cloudwatch_event_bus_policy",
        "aws_cloudwatch_event_target",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
        "aws_lambda_function_recursion_config",
    ];

    /// <summary>Property by property, for every resource of the type.</summary>
    private static readonly ImmutableArray<(string Type, string Property, string Argument)> Facts =
    [
        ("AWS::CloudWatch::Alarm", "AlarmName", "alarm_name"),
        ("AWS::CloudWatch::Alarm", "AlarmDescription", "alarm_description"),
        ("AWS::CloudWatch::Alarm", "Namespace", "namespace"),
        ("AWS::CloudWatch::Alarm", "MetricName", "metric_name"),
        ("AWS::CloudWatch::Alarm", "Statistic", "statistic"),
        ("AWS::CloudWatch::Alarm", "Period", "period"),
        ("AWS::CloudWatch::Alarm", "EvaluationPeriods", "evaluation_periods"),
        ("AWS::CloudWatch::Alarm", "DatapointsToAlarm", "datapoints_to_alarm"),
        ("AWS::CloudWatch::Alarm", "ComparisonOperator", "comparison_operator"),
        ("AWS::CloudWatch::Alarm", "Threshold", "threshold"),
        ("AWS::CloudWatch::Alarm", "TreatMissingData", "treat_missing_data"),
        ("AWS::CloudWatch::Alarm", "AlarmActions", "alarm_actions"),
        ("AWS::CloudWatch::Alarm", "OKActions", "ok_actions"),
        ("AWS::CloudWatch::Dashboard", "DashboardBody", "dashboard_body"),
        ("AWS::DynamoDB::Table", "BillingMode", "billing_mode"),
        ("AWS::DynamoDB::Table", "DeletionProtectionEnabled", "deletion_protection_enabled"),
        ("AWS::DynamoDB::Table", "TimeToLiveSpecification/AttributeName", "ttl/attribute_name"),
        ("AWS::DynamoDB::Table", "TimeToLiveSpecification/Enabled", "ttl/enabled"),
        ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", "point_in_time_recovery/enabled"),
        ("AWS::EC2::VPCEndpoint", "VpcEndpointType", "vpc_endpoint_type"),
        ("AWS::EC2::VPCEndpoint", "VpcId", "vpc_id"),
        ("AWS::EC2::VPCEndpoint", "ServiceName", "service_name"),
        ("AWS::EC2::VPCEndpoint", "PrivateDnsEnabled", "private_dns_enabled"),
        ("AWS::EC2::VPCEndpoint", "RouteTableIds", "route_table_ids"),
        ("AWS::EC2::VPCEndpoint", "SubnetIds", "subnet_ids"),
        ("AWS::EC2::VPCEndpoint", "SecurityGroupIds", "security_group_ids"),
        ("AWS::Events::EventBus", "Name", "name"),
        ("AWS::Events::Rule", "ScheduleExpression", "schedule_expression"),
        ("AWS::Events::Rule", "EventBusName", "event_bus_name"),
        ("AWS::Lambda::EventInvokeConfig", "MaximumEventAgeInSeconds", "maximum_event_age_in_seconds"),
        ("AWS::Lambda::EventInvokeConfig", "MaximumRetryAttempts", "maximum_retry_attempts"),
        ("AWS::Lambda::EventSourceMapping", "BatchSize", "batch_size"),
        ("AWS::Lambda::EventSourceMapping", "EventSourceArn", "event_source_arn"),
        ("AWS::Lambda::EventSourceMapping", "FunctionName", "function_name"),
        ("AWS::Lambda::EventSourceMapping", "MaximumBatchingWindowInSeconds", "maximum_batching_window_in_seconds"),
        ("AWS::Lambda::EventSourceMapping", "FunctionResponseTypes", "function_response_types"),
        ("AWS::Lambda::EventSourceMapping", "ScalingConfig/MaximumConcurrency", "scaling_config/maximum_concurrency"),
        ("AWS::Lambda::Function", "FunctionName", "function_name"),
        ("AWS::Lambda::Function", "Handler", "handler"),
        ("AWS::Lambda::Function", "Runtime", "runtime"),
        ("AWS::Lambda::Function", "Architectures", "architectures"),
        ("AWS::Lambda::Function", "MemorySize", "memory_size"),
        ("AWS::Lambda::Function", "Timeout", "timeout"),
        ("AWS::Lambda::Function", "Role", "role"),
        ("AWS::Lambda::Function", "LoggingConfig/LogGroup", "logging_config/log_group"),
        ("AWS::Lambda::Function", "ReservedConcurrentExecutions", "reserved_concurrent_executions"),
        ("AWS::Lambda::Function", "TracingConfig", "tracing_config"),
        ("AWS::Lambda::Permission", "Action", "action"),
        ("AWS::Lambda::Permission", "FunctionName", "function_name"),
        ("AWS::Lambda::Permission", "Principal", "principal"),
        ("AWS::Lambda::Permission", "SourceArn", "source_arn"),
        ("AWS::Logs::LogGroup", "LogGroupName", "name"),
        ("AWS::Logs::LogGroup", "RetentionInDays", "retention_in_days"),
        ("AWS::SNS::Topic", "TopicName", "name"),
        ("AWS::SQS::Queue", "QueueName", "name"),
        ("AWS::SQS::Queue", "SqsManagedSseEnabled", "sqs_managed_sse_enabled"),
        ("AWS::SQS::Queue", "VisibilityTimeout", "visibility_timeout_seconds"),
        ("AWS::SQS::Queue", "MessageRetentionPeriod", "message_retention_seconds"),
        ("AWS::SSM::Parameter", "Name", "name"),
        ("AWS::SSM::Parameter", "Type", "type"),
        ("AWS::SSM::Parameter", "Value", "value"),
    ];

    [Fact]
    public async Task Makes_the_same_resources_under_the_same_conditions()
    {
        var expected = (await Template.ReadAsync())["Resources"]!
            .AsObject()
            .Select(resource => $"{Types[TypeOf(resource.Value!)]}.{Canonical.Snake(resource.Key)}{When(resource.Value!)}");
        var ours = Terraform
            .All("resource")
            .Concat(Terraform.All("data").Where(document => document.Name.StartsWith("bus_for_", StringComparison.Ordinal)))
            .Where(made => !Companions.Contains(made.Type))
            .Select(made => $"{made.Type}.{made.Name}{made.Body["count"]}");

        Assert.Equal(expected.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Permits_the_same()
    {
        var expected = Statements(await Template.ReadAsync());
        Assert.Equal(expected, Terraform.Statements());
        Assert.InRange(expected.Count, 20, int.MaxValue);
    }

    [Fact]
    public async Task Says_the_same_of_each_resource()
    {
        var compared = 0;
        foreach (var (name, resource) in (await Template.ReadAsync())["Resources"]!.AsObject())
        {
            foreach (var (_, property, argument) in Facts.Where(fact => fact.Type == TypeOf(resource!)))
            {
                var made = Made(Types[TypeOf(resource!)], name);
                var (theirs, ours) = (At(resource!["Properties"]!, property), At(made, argument));
                Assert.Equal(
                    $"{name} {property}: {(theirs is null ? "" : Canonical.OfTemplate(theirs))}",
                    $"{name} {property}: {(ours is null ? "" : Canonical.OfTerraform(ours))}"
                );
                compared += theirs is null ? 0 : 1;
            }
        }

        Assert.InRange(compared, 150, int.MaxValue);
        var used = (await Template.ReadAsync())["Resources"]!.AsObject().Select(resource => TypeOf(resource.Value!)).ToHashSet();
        Assert.Empty(Facts.Select(fact => fact.Type).Except(used));
    }

    [Fact]
    public async Task Catches_the_same_events_and_sends_them_to_the_same_places()
    {
        foreach (var (name, resource) in (await Template.ReadAsync())["Resources"]!.AsObject())
        {
            if (TypeOf(resource!) is not "AWS::Events::Rule")
            {
                continue;
            }

            var pattern = Made("aws_cloudwatch_event_rule", name)["event_pattern"]?.GetValue<string>();
            Assert.True(
                JsonNode.DeepEquals(resource!["Properties"]!["EventPattern"], pattern is null ? null : JsonNode.Parse(pattern)),
                name
            );
            var (target, ours) = (resource["Properties"]!["Targets"]![0]!, Made("aws_cloudwatch_event_target", name));
            Assert.Equal(Canonical.OfTemplate(target["Arn"]!), Canonical.OfTerraform(ours["arn"]!));
            Assert.Equal(target["Input"]?.GetValue<string>(), ours["input"]?.GetValue<string>());
            Assert.Equal(
                target["DeadLetterConfig"] is { } letters ? Canonical.OfTemplate(letters["Arn"]!) : null,
                ours["dead_letter_config"] is { } own ? Canonical.OfTerraform(own["arn"]!) : null
            );
        }
    }

    [Fact]
    public async Task Gives_up_on_a_message_as_late_and_hides_nothing_from_a_function()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        var redrive = Made("aws_sqs_queue", "Queue")["redrive_policy"]!.GetValue<string>();
        Assert.Contains(
            $"maxReceiveCount = {resources["Queue"]!["Properties"]!["RedrivePolicy"]!["maxReceiveCount"]} }}",
            redrive,
            StringComparison.Ordinal
        );
        Assert.Contains("aws_sqs_queue.dead_letters.arn", redrive, StringComparison.Ordinal);
        foreach (var function in new[] { "Recorder", "Reconciler" })
        {
            var variables = Made("aws_lambda_function", function)["environment"]!["variables"]!.ToJsonString();
            Assert.All(
                resources[function]!["Properties"]!["Environment"]!["Variables"]!.AsObject(),
                variable => Assert.Contains(variable.Key, variables, StringComparison.Ordinal)
            );
            Assert.Equal(
                resources[function]!["Properties"]!["RecursiveLoop"]?.GetValue<string>(),
                Terraform
                    .All("resource")
                    .SingleOrDefault(made => made.Type is "aws_lambda_function_recursion_config" && made.Name == Canonical.Snake(function))
                    .Body?["recursive_loop"]?.GetValue<string>()
            );
        }
    }

    [Fact]
    public async Task Asks_for_the_same_and_answers_the_same()
    {
        var template = await Template.ReadAsync();
        var parameters = template["Parameters"]!
            .AsObject()
            // Terraform uploads the zip by itself.
            .Where(parameter => parameter.Key is not ("CodeBucket" or "CodeKey"))
            .ToDictionary(parameter => Canonical.Snake(parameter.Key), parameter => Default(parameter.Value!));
        var variables = Terraform
            .Named("variable")
            .Where(variable => variable.Key is not ("name" or "zip" or "tags"))
            .ToDictionary(variable => variable.Key, variable => variable.Value["default"]?.ToJsonString());

        Assert.Equal(parameters.OrderBy(pair => pair.Key), variables.OrderBy(pair => pair.Key));
        Assert.Equal(
            template["Outputs"]!.AsObject().Select(output => Canonical.Snake(output.Key)).Order(),
            Terraform.Named("output").Keys.Order()
        );
    }

    /// <summary>By the schema of the provider, where that is on this machine.</summary>
    [Fact]
    public async Task Is_valid()
    {
        await Tool.NeedsAsync("terraform", "https://developer.hashicorp.com/terraform/install");
        var copy = Directory.CreateTempSubdirectory("shield-terraform-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Terraform.Folder, "*.tf.json"))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            var plugins = Environment.GetEnvironmentVariable("SHIELD_TERRAFORM_PLUGINS");
            var ready = await Tool.RunAsync(
                "terraform",
                [
                    $"-chdir={copy.FullName}",
                    "init",
                    "-backend=false",
                    "-input=false",
                    "-no-color",
                    .. plugins is null ? [] : new[] { $"-plugin-dir={plugins}" },
                ]
            );
            Assert.SkipUnless(
                ready.Code is 0,
                "terraform finds no provider hashicorp/aws here: SHIELD_TERRAFORM_PLUGINS=FOLDER names one with plugins"
            );
            var run = await Tool.RunAsync("terraform", [$"-chdir={copy.FullName}", "validate", "-no-color"]);
            Assert.True(run.Code is 0, run.All);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static string TypeOf(JsonNode resource) => resource["Type"]!.GetValue<string>();

    private static string When(JsonNode resource) =>
        resource["Condition"] is { } condition ? $"${{local.{Canonical.Snake(condition.GetValue<string>())} ? 1 : 0}}" : "";

    private static JsonObject Made(string type, string name) =>
        Terraform.All("resource").Single(made => made.Type == type && made.Name == Canonical.Snake(name)).Body;

    private static JsonNode? At(JsonNode node, string path) => path.Split('/').Aggregate((JsonNode?)node, (at, name) => at?[name]);

    /// <summary>An empty list is a list, and yes is true.</summary>
    private static string? Default(JsonNode parameter) =>
        (parameter["Type"]!.GetValue<string>(), parameter["Default"]?.ToJsonString()) switch
        {
            ("CommaDelimitedList", "\"\"") => "[]",
            (_, "\"no\"") => "false",
            (_, var text) => text,
        };

    private static ImmutableSortedSet<string> Statements(JsonObject template) =>
        [
            .. from resource in template["Resources"]!.AsObject()
            from node in Template.Below(resource.Value).OfType<JsonObject>()
            where node["Effect"] is JsonValue && node.ContainsKey("Action")
            let sid = node["Sid"]?.GetValue<string>() ?? resource.Value!["Properties"]!["StatementId"]?.GetValue<string>()
            // Where a condition chooses between two of one name, they are one with all that it may permit.
            group node by (resource.Key, Sid: sid, Effect: node["Effect"]!.GetValue<string>()) into same
            select StatementText.Of(
                same.Key.Key,
                same.Key.Sid,
                same.Key.Effect,
                same.SelectMany(node => Principals(node["Principal"])),
                same.SelectMany(node => Leaves(node["Action"])),
                same.SelectMany(node => Leaves(node["Resource"])),
                same.SelectMany(node => Conditions(node["Condition"]))
            ),
        ];

    private static IEnumerable<string> Principals(JsonNode? principal) =>
        principal is JsonObject some ? some.Select(who => $"{who.Key}:{Canonical.OfTemplate(who.Value!)}") : Leaves(principal);

    private static IEnumerable<string> Conditions(JsonNode? condition) =>
        from test in condition?.AsObject() ?? []
        from variable in test.Value!.AsObject()
        select $"{test.Key} {variable.Key} {string.Join(" ", Leaves(variable.Value).Order(StringComparer.Ordinal))}";

    private static IEnumerable<string> Leaves(JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray list => list.SelectMany(Leaves),
            JsonObject when node["Fn::If"] is JsonArray chosen => chosen.Skip(1).SelectMany(Leaves),
            _ => [Canonical.OfTemplate(node)],
        };
}
