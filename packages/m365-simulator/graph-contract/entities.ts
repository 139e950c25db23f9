/**
 * Properties and navigation properties of the resource types that the operations return, from their reference pages:
 * https://learn.microsoft.com/graph/api/resources/TYPE. Types that derive from one are listed with it, since a list may
 * contain them.
 */
const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const outlookItem = 'id categories changeKey createdDateTime lastModifiedDateTime';
const baseItem =
  'id createdBy createdByUser createdDateTime description eTag lastModifiedBy lastModifiedByUser lastModifiedDateTime name parentReference webUrl';

export const entities = {
  user: names(`id deletedDateTime aboutMe accountEnabled ageGroup assignedLicenses assignedPlans birthday businessPhones
    city companyName country createdDateTime creationType department displayName employeeHireDate employeeId employeeType
    externalUserState faxNumber givenName hireDate identities imAddresses interests jobTitle mail mailNickname
    mailboxSettings mobilePhone mySite officeLocation onPremisesDomainName onPremisesSamAccountName
    onPremisesUserPrincipalName otherMails pastProjects postalCode preferredLanguage preferredName proxyAddresses
    responsibilities schools showInAddressList skills state streetAddress surname usageLocation userPrincipalName userType
    directReports manager memberOf people photo presence`),
  group: names(`id deletedDateTime assignedLicenses classification createdDateTime description displayName
    expirationDateTime groupTypes isAssignableToRole mail mailEnabled mailNickname membershipRule
    onPremisesSyncEnabled proxyAddresses renewedDateTime securityEnabled securityIdentifier theme visibility members
    memberOf owners`),
  organization:
    names(`id displayName city country countryLetterCode createdDateTime postalCode preferredLanguage state
    street tenantType verifiedDomains`),
  person:
    names(`id birthday companyName department displayName givenName imAddress isFavorite jobTitle officeLocation
    personNotes personType phones postalAddresses profession scoredEmailAddresses surname userPrincipalName websites
    yomiCompany`),
  presence: names('id activity availability outOfOfficeSettings sequenceNumber statusMessage workLocation'),
  mailboxSettings:
    names(`archiveFolder automaticRepliesSetting dateFormat delegateMeetingMessageDeliveryOptions language
    timeFormat timeZone userPurpose workingHours`),

  // With eventMessage, eventMessageRequest and eventMessageResponse.
  message:
    names(`${outlookItem} bccRecipients body bodyPreview ccRecipients conversationId conversationIndex flag from
    hasAttachments importance inferenceClassification internetMessageHeaders internetMessageId
    isDeliveryReceiptRequested isDraft isRead isReadReceiptRequested parentFolderId receivedDateTime replyTo sender
    sentDateTime subject toRecipients uniqueBody webLink attachments extensions event meetingMessageType startDateTime
    endDateTime location type recurrence isOutOfDate isAllDay isDelegated allowNewTimeProposals meetingRequestType
    previousEndDateTime previousLocation previousStartDateTime responseRequested proposedNewTime responseType`),
  mailFolder:
    names(`id childFolderCount displayName isHidden parentFolderId totalItemCount unreadItemCount childFolders
    messages isSupported sourceFolderIds includeNestedFolders filterQuery`),
  // With fileAttachment, itemAttachment and referenceAttachment.
  attachment: names(
    'id contentType isInline lastModifiedDateTime name size contentBytes contentId contentLocation item',
  ),
  calendar: names(`id allowedOnlineMeetingProviders canEdit canShare canViewPrivateItems changeKey color
    defaultOnlineMeetingProvider hexColor isDefaultCalendar isRemovable isTallyingResponses name owner events`),
  event:
    names(`${outlookItem} allowNewTimeProposals attendees body bodyPreview cancelledOccurrences end hasAttachments
    hideAttendees iCalUId importance isAllDay isCancelled isDraft isOnlineMeeting isOrganizer isReminderOn location
    locations onlineMeeting onlineMeetingProvider onlineMeetingUrl organizer originalEndTimeZone originalStart
    originalStartTimeZone recurrence reminderMinutesBeforeStart responseRequested responseStatus sensitivity
    seriesMasterId showAs start subject transactionId type webLink attachments calendar exceptionOccurrences extensions
    instances`),

  chat: names(`id chatType createdDateTime isHiddenForAllMembers lastUpdatedDateTime onlineMeetingInfo tenantId topic
    viewpoint webUrl lastMessagePreview members messages pinnedMessages`),
  chatMessage:
    names(`id attachments body channelIdentity chatId createdDateTime deletedDateTime etag eventDetail from
    importance lastEditedDateTime lastModifiedDateTime locale mentions messageHistory messageType policyViolation
    reactions replyToId subject summary webUrl hostedContents replies`),
  chatMessageHostedContent: names('id contentBytes contentType'),
  // With aadUserConversationMember.
  conversationMember: names('id displayName roles visibleHistoryStartDateTime email tenantId userId user'),
  team: names(`id classification createdDateTime description displayName firstChannelName funSettings guestSettings
    internalId isArchived memberSettings messagingSettings specialization summary tenantId visibility webUrl channels
    members`),
  channel: names(`id createdDateTime description displayName email isArchived isFavoriteByDefault layoutType
    membershipType summary tenantId webUrl filesFolder members messages`),

  onlineMeeting:
    names(`id allowedLobbyAdmitters allowedPresenters allowMeetingChat allowRecording allowTranscription
    allowAttendeeToEnableCamera allowAttendeeToEnableMic allowTeamworkReactions attendeeReport audioConferencing chatInfo
    creationDateTime endDateTime externalId isBroadcast isEntryExitAnnounced joinInformation joinMeetingIdSettings
    joinWebUrl lobbyBypassSettings meetingTemplateId meetingType participants recordAutomatically startDateTime subject
    videoTeleconferenceId attendanceReports recordings transcripts`),
  callTranscript:
    names(`id callId content contentCorrelationId createdDateTime endDateTime meetingId meetingOrganizer
    metadataContent transcriptContentUrl`),
  callRecording:
    names(`id callId content contentCorrelationId createdDateTime endDateTime meetingId meetingOrganizer
    recordingContentUrl`),
  meetingAttendanceReport: names(`id externalEventInformation meetingEndDateTime meetingStartDateTime
    totalParticipantCount attendanceRecords`),
  callAiInsight: names(
    'id actionItems callId contentCorrelationId createdDateTime endDateTime meetingNotes viewpoint',
  ),

  drive: names(`${baseItem} driveType owner quota sharePointIds system root items list special`),
  driveItem:
    names(`${baseItem} audio bundle content cTag deleted file fileSystemInfo folder image location malware
    package pendingOperations photo publication remoteItem root searchResult shared sharepointIds size specialFolder
    video webDavUrl children listItem permissions retentionLabel thumbnails versions`),
  sharedDriveItem: names(`${baseItem} owner driveItem items list listItem permission root site`),
  site: names(`${baseItem} displayName error isPersonalSite root sharepointIds siteCollection drive drives items lists
    pages permissions sites`),
  list: names(`${baseItem} displayName list sharepointIds system columns drive items`),
  listItem: names(`${baseItem} contentType deleted sharepointIds driveItem fields versions`),
  // With sitePage.
  baseSitePage: names(`${baseItem} pageLayout publishingState title promotionKind reactions showComments
    showRecommendedPages thumbnailWebUrl titleArea`),
  sitePage: names(`${baseItem} pageLayout publishingState title promotionKind reactions showComments
    showRecommendedPages thumbnailWebUrl titleArea canvasLayout webParts`),
  // With standardWebPart and textWebPart.
  webPart: names('id containerTextWebPartId data webPartType innerHtml'),

  notebook:
    names(`id createdBy createdDateTime displayName isDefault isShared lastModifiedBy lastModifiedDateTime links
    sectionGroupsUrl sectionsUrl self userRole sectionGroups sections`),
  onenoteSection:
    names(`id createdBy createdDateTime displayName isDefault lastModifiedBy lastModifiedDateTime links
    pagesUrl self pages parentNotebook parentSectionGroup`),
  onenotePage:
    names(`id content contentUrl createdByAppId createdDateTime lastModifiedDateTime level links order self
    title userTags parentNotebook parentSection`),

  plannerPlan: names('id container createdBy createdDateTime owner title buckets tasks details'),
  plannerTask: names(`id activeChecklistItemCount appliedCategories assigneePriority assignments bucketId
    checklistItemCount completedBy completedDateTime conversationThreadId createdBy createdDateTime dueDateTime
    hasDescription orderHint percentComplete planId previewType priority referenceCount startDateTime title details`),
  plannerTaskDetails: names('id checklist description previewType references'),
  todoTaskList: names('id displayName isOwner isShared wellknownListName tasks'),
  todoTask: names(`id body bodyLastModifiedDateTime categories completedDateTime createdDateTime dueDateTime
    hasAttachments importance isReminderOn lastModifiedDateTime recurrence reminderDateTime startDateTime status title
    attachments checklistItems linkedResources`),
  checklistItem: names('id checkedDateTime createdDateTime displayName isChecked'),
  linkedResource: names('id applicationName displayName externalId webUrl'),
} as const;

/** A resource type of Microsoft Graph. */
export type EntityName = keyof typeof entities;
